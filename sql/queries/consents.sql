-- name: insert_web
INSERT INTO consents (id, organization_id, patient_id, kind, granted, text_version, input_source, ip, user_agent, given_at)
SELECT :id, p.organization_id, p.id, :kind, :granted, :text_version, 'web', :ip, :user_agent, :given_at
FROM patients p WHERE p.organization_id = :organization_id AND p.external_id = :patient

-- name: patient
SELECT id FROM patients WHERE organization_id = :organization_id AND external_id = :patient

-- name: last_on_recording
SELECT granted AND taken_back_at IS NULL AS stands FROM consents
WHERE patient_id = :patient_id AND kind = 'recording' ORDER BY given_at DESC, id DESC LIMIT 1

-- name: of_patient
SELECT n.kind, n.granted, n.text_version, n.input_source, n.given_at, n.taken_back_at, n.call_id,
       coalesce(n.audio_ref, c.recording_path) AS audio, n.span_start_ms, n.span_end_ms, n.ip, n.user_agent
FROM consents n
JOIN patients p ON p.id = n.patient_id
LEFT JOIN calls c ON c.id = n.call_id
WHERE p.organization_id = :organization_id AND p.external_id = :patient
ORDER BY n.given_at, n.id
