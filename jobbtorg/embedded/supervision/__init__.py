"""The demo's programs and servers, kept running until Ctrl-C: supervisor, used as a library.

Supervisor starts the programs that `supervisor.ini` names, starts them again and stops them. Around it stand here: the
lines on the terminal, the embedded servers, which belong to all processes of the project and are therefore started
again through the same lock as ever (`sharing.py`), and the limit after which nothing is started again.
"""
