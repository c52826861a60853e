"""The commands, one a room: what each option means in terms of the rooms below."""
