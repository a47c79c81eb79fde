-- Thresholds of the alert rules by department, disease and point of time, frozen for a follow-up with its first attempt.

ALTER TABLE campaigns ADD COLUMN thresholds jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT campaigns_thresholds_object CHECK (jsonb_typeof(thresholds) = 'object');
COMMENT ON COLUMN campaigns.thresholds IS 'Thresholds of the alert rules by name, such as {"pain": 6}, for everybody whom no template gives another; what is left out is as the rules have it.';

ALTER TABLE campaign_templates
    ALTER COLUMN questionnaire_version_id DROP NOT NULL,
    ADD COLUMN thresholds jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT campaign_templates_thresholds_object CHECK (jsonb_typeof(thresholds) = 'object'),
    ADD CONSTRAINT campaign_templates_sets_something CHECK (
        questionnaire_version_id IS NOT NULL OR thresholds <> '{}');
COMMENT ON TABLE campaign_templates IS 'What a campaign asks whom, and from where on it alarms: each thing is taken from the first template that fits a new follow-up and names it, else from the campaign.';
COMMENT ON COLUMN campaign_templates.questionnaire_version_id IS 'What is asked, frozen at the start; null: what a later template, or else the campaign, says.';
COMMENT ON COLUMN campaign_templates.thresholds IS 'Thresholds of the alert rules by name, such as {"pain": 5}; of those left out a later template, else the campaign, tells.';

ALTER TABLE contacts ADD COLUMN thresholds jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT contacts_thresholds_object CHECK (jsonb_typeof(thresholds) = 'object');
COMMENT ON COLUMN contacts.thresholds IS 'Thresholds of the alert rules by name that are set for it, such as {"pain": 5}; what is left out is as the rules have it. Frozen with its first attempt.';

DROP TRIGGER campaigns_frozen ON campaigns;
CREATE TRIGGER campaigns_frozen BEFORE UPDATE ON campaigns FOR EACH ROW
    WHEN (OLD.started_at IS NOT NULL
          AND (OLD.questionnaire_version_id IS DISTINCT FROM NEW.questionnaire_version_id
               OR OLD.script_version IS DISTINCT FROM NEW.script_version
               OR OLD.thresholds IS DISTINCT FROM NEW.thresholds))
    EXECUTE FUNCTION freeze_started_campaign();

CREATE FUNCTION freeze_contact_thresholds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM attempts WHERE contact_id = OLD.id) THEN
        RAISE EXCEPTION 'follow-up % has begun: its thresholds stay as they are', OLD.external_id
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'contacts_thresholds_frozen';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION freeze_contact_thresholds() IS 'Trigger: from where on a follow-up alarms is frozen with its first attempt.';
CREATE TRIGGER contacts_thresholds_frozen BEFORE UPDATE OF thresholds ON contacts FOR EACH ROW
    WHEN (OLD.thresholds IS DISTINCT FROM NEW.thresholds)
    EXECUTE FUNCTION freeze_contact_thresholds();
