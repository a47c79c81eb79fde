-- The number is another change's; this file gives way to it.

SELECT 1;
