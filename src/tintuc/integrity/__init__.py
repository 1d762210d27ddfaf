"""The integrity desk: builds dossiers, runs checks, keeps findings and waivers, says go or hold."""
