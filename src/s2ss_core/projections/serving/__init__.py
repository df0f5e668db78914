"""Views as stored documents: how they are built, brought up to date, read and rebuilt."""
