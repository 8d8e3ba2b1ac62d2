"""One function per command: joins the stages, prints nothing."""
