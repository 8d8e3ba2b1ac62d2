"""From stored surveys to a release: linked with all that readers may have, protected, attacked."""
