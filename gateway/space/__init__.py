"""Room on the disks of recordings, database and journal: held back, judged, forecast, and refused before it is gone."""
