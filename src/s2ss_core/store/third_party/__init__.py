"""Any other persistence module of eventsourcing. It keeps four columns; a side database keeps everything else."""
