"""Forms for rules, made from the models of the language: what can be asked, what stands there, and how it is written."""
