-- What campaigns that never end have closed is counted over the last months alone.

CREATE INDEX contacts_closed ON contacts (campaign_id, created_at, status)
    WHERE status IN ('completed', 'exhausted', 'suppressed');
