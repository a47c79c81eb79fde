-- A later list may correct when somebody is due; what the dialer moved since must not look like a correction.

ALTER TABLE contacts ADD COLUMN listed_due_at timestamptz;
COMMENT ON COLUMN contacts.listed_due_at IS 'When the list said last that it is due (UTC), while due_at moves with hours and tries; null: no list said it, or one before it was kept.';

CREATE INDEX contacts_under_way ON contacts (campaign_id, status) WHERE open_attempt_id IS NOT NULL;

CREATE TABLE campaign_templates (
    campaign_id uuid NOT NULL,
    position smallint NOT NULL,
    organization_id uuid NOT NULL,
    departments text[] NOT NULL DEFAULT '{}',
    diagnoses text[] NOT NULL DEFAULT '{}',
    procedures text[] NOT NULL DEFAULT '{}',
    plan_days text[] NOT NULL DEFAULT '{}',
    questionnaire_version_id uuid NOT NULL,
    CONSTRAINT campaign_templates_pkey PRIMARY KEY (campaign_id, position),
    CONSTRAINT campaign_templates_position_positive CHECK (position >= 1),
    CONSTRAINT campaign_templates_narrow CHECK (
        cardinality(departments) + cardinality(diagnoses) + cardinality(procedures) + cardinality(plan_days) > 0),
    CONSTRAINT campaign_templates_campaign FOREIGN KEY (organization_id, campaign_id)
        REFERENCES campaigns (organization_id, id),
    CONSTRAINT campaign_templates_questionnaire_version FOREIGN KEY (organization_id, questionnaire_version_id)
        REFERENCES questionnaire_versions (organization_id, id)
);
CREATE FUNCTION freeze_campaign_template() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM campaigns
               WHERE id IN (OLD.campaign_id, NEW.campaign_id) AND started_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a campaign that has started keeps its templates'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'campaign_templates_frozen';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;
COMMENT ON FUNCTION freeze_campaign_template() IS 'Trigger: by what a campaign chooses its questionnaires is frozen when it starts.';
CREATE TRIGGER campaign_templates_frozen BEFORE INSERT OR UPDATE OR DELETE ON campaign_templates FOR EACH ROW
    EXECUTE FUNCTION freeze_campaign_template();
COMMENT ON TABLE campaign_templates IS 'What a campaign asks whom: the first template that fits a new follow-up, else the campaign''s own questionnaire.';
COMMENT ON COLUMN campaign_templates.campaign_id IS 'The campaign.';
COMMENT ON COLUMN campaign_templates.position IS 'The first is 1.';
COMMENT ON COLUMN campaign_templates.organization_id IS 'The organization that owns the row.';
COMMENT ON COLUMN campaign_templates.departments IS 'Departments that it fits; empty: any.';
COMMENT ON COLUMN campaign_templates.diagnoses IS 'Beginnings of diagnosis codes that it fits; empty: any.';
COMMENT ON COLUMN campaign_templates.procedures IS 'Beginnings of procedure codes that it fits; empty: any.';
COMMENT ON COLUMN campaign_templates.plan_days IS 'Points of time such as T+3 that it fits; empty: any.';
COMMENT ON COLUMN campaign_templates.questionnaire_version_id IS 'What is asked, frozen at the start.';
