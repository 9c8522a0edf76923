"""The ledger and its seals take new rows and nothing else; tables that are written again and again leave room to do so."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION runtime_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% takes new rows only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege', HINT = 'What was decided stays; correct it by a new event.';
END $$;
CREATE TRIGGER runtime_ledger_append_only BEFORE UPDATE OR DELETE ON runtime_ledger
  FOR EACH ROW EXECUTE FUNCTION runtime_append_only();
CREATE TRIGGER runtime_seal_append_only BEFORE UPDATE OR DELETE ON runtime_seal
  FOR EACH ROW EXECUTE FUNCTION runtime_append_only();
"""
ALLOW = """
DROP TRIGGER runtime_ledger_append_only ON runtime_ledger;
DROP TRIGGER runtime_seal_append_only ON runtime_seal;
DROP FUNCTION runtime_append_only();
"""
ROOM = """
ALTER TABLE runtime_subject SET (fillfactor = 70);
ALTER TABLE runtime_clock SET (fillfactor = 80);
ALTER TABLE runtime_task SET (fillfactor = 80);
"""
NO_ROOM = """
ALTER TABLE runtime_subject RESET (fillfactor);
ALTER TABLE runtime_clock RESET (fillfactor);
ALTER TABLE runtime_task RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("runtime", "0001_ledger_index_outbox")]
    operations = [migrations.RunSQL(REFUSE, ALLOW), migrations.RunSQL(ROOM, NO_ROOM)]
