"""The dated rules about a referred person: whom the jobbgaranti covers, who can be referred, target group, priority."""
