"""Router of the app: page set-up, navigation, and errors of ours in plain words."""

from greenshoots.errors import GreenShootsError
from greenshoots.views import frame, pages

frame.set_up()
page = pages.navigation()
try:
    frame.banner()
    page.run()
except GreenShootsError as error:
    frame.say_error(error)
