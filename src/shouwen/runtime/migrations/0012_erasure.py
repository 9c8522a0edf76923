"""A subject may be erased once it ended: only what people wrote, only once, only by saying so; the rest stays refused."""

from django.db import migrations, models

ALLOW_ERASING = """
CREATE FUNCTION runtime_ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('shouwen.erasing', true) = 'on' AND NOT OLD.erased AND NEW.erased THEN
    IF (NEW.id, NEW.subject_id, NEW.seq, NEW.kind, NEW.rules, NEW.clauses, NEW.refused, NEW.edition, NEW.actor_id, NEW.at,
        NEW.recorded_at, NEW.prev_hash, NEW.hash)
      IS NOT DISTINCT FROM (OLD.id, OLD.subject_id, OLD.seq, OLD.kind, OLD.rules, OLD.clauses, OLD.refused, OLD.edition,
        OLD.actor_id, OLD.at, OLD.recorded_at, OLD.prev_hash, OLD.hash) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% takes new rows only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege', HINT = 'What was decided stays; correct it by a new event.';
END $$;
DROP TRIGGER runtime_ledger_append_only ON runtime_ledger;
CREATE TRIGGER runtime_ledger_append_only BEFORE UPDATE OR DELETE ON runtime_ledger
  FOR EACH ROW EXECUTE FUNCTION runtime_ledger_guard();
"""
REFUSE_ERASING = """
DROP TRIGGER runtime_ledger_append_only ON runtime_ledger;
CREATE TRIGGER runtime_ledger_append_only BEFORE UPDATE OR DELETE ON runtime_ledger
  FOR EACH ROW EXECUTE FUNCTION runtime_append_only();
DROP FUNCTION runtime_ledger_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("runtime", "0011_lists_of_supervisors")]
    operations = [
        migrations.AddField("ledger", "erased", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("subject", "erased_at", models.DateTimeField(null=True)),
        migrations.RunSQL(ALLOW_ERASING, REFUSE_ERASING),
    ]
