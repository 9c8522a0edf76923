"""Emptying the ledger as a whole is refused too; only a database of tests, which is named so, may be emptied."""

from django.db import migrations

REFUSE = r"""
CREATE FUNCTION runtime_no_truncation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_database() LIKE 'test\_%' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% takes new rows only: TRUNCATE is refused', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER runtime_ledger_no_truncation BEFORE TRUNCATE ON runtime_ledger
  FOR EACH STATEMENT EXECUTE FUNCTION runtime_no_truncation();
CREATE TRIGGER runtime_seal_no_truncation BEFORE TRUNCATE ON runtime_seal
  FOR EACH STATEMENT EXECUTE FUNCTION runtime_no_truncation();
"""
ALLOW = """
DROP TRIGGER runtime_ledger_no_truncation ON runtime_ledger;
DROP TRIGGER runtime_seal_no_truncation ON runtime_seal;
DROP FUNCTION runtime_no_truncation();
"""


class Migration(migrations.Migration):
    dependencies = [("runtime", "0002_append_only")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
