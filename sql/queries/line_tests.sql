-- name: whose_number
SELECT (SELECT count(*) FROM patients
        WHERE organization_id = :organization_id
          AND (phone_index = ANY (:phone_indexes::bytea[]) OR second_phone_index = ANY (:phone_indexes::bytea[])))
     + (SELECT count(*) FROM relatives
        WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[])) AS people,
       (SELECT count(*) FROM number_list_entries
        WHERE organization_id = :organization_id AND phone_index = ANY (:phone_indexes::bytea[])
          AND kind IN ('black', 'complaint', 'do_not_call') AND removed_at IS NULL) AS entries

-- name: trunk
SELECT t.id, t.dial, array_remove(array_agg(c.number ORDER BY c.used_count, c.number), NULL) AS numbers,
       EXISTS (SELECT FROM caller_ids WHERE organization_id = :organization_id) AS has_pool
FROM trunks t
LEFT JOIN caller_ids c ON c.organization_id = t.organization_id AND c.enabled AND (c.trunk_id IS NULL OR c.trunk_id = t.id)
WHERE t.organization_id = :organization_id AND t.code = :code
GROUP BY t.id

-- name: insert
INSERT INTO line_tests (id, organization_id, trunk_id, number_encrypted, expected, caller_id_sent, caller_id_seen, ring_ms,
                        answer_ms, heard_dbfs, tone_dbfs, round_trip_ms, hangup_cause, tech_cause, cause_text, faults,
                        began_at, ended_at)
VALUES (:id, :organization_id, :trunk_id, :number_encrypted, :expected, :caller_id_sent, :caller_id_seen, :ring_ms,
        :answer_ms, :heard_dbfs, :tone_dbfs, :round_trip_ms, :hangup_cause, :tech_cause, :cause_text, :faults,
        :began_at, :ended_at)
