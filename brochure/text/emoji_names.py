"""Short names of emoji, as GitHub and chat programs write them between colons (gemoji, MIT)."""

from __future__ import annotations

_PAIRS = """
smile=😄 smiley=😃 grinning=😀 laughing=😆 wink=😉 blush=😊 slightly_smiling_face=🙂 joy=😂
heart_eyes=😍 sunglasses=😎 thinking=🤔 cry=😢 sob=😭 angry=😠 confused=😕 tada=🎉
confetti_ball=🎊 balloon=🎈 gift=🎁 heart=❤ star=⭐ star2=🌟 sparkles=✨ fire=🔥 boom=💥
thumbsup=👍 +1=👍 thumbsdown=👎 -1=👎 clap=👏 wave=👋 raised_hands=🙌 pray=🙏 muscle=💪
point_right=👉 point_left=👈 point_up=☝ point_down=👇 ok_hand=👌 eyes=👀 handshake=🤝
warning=⚠ information_source=ℹ exclamation=❗ question=❓ no_entry=⛔ stop_sign=🛑 sos=🆘
white_check_mark=✅ heavy_check_mark=✔ ballot_box_with_check=☑ x=❌
heavy_multiplication_x=✖ arrow_right=➡ arrow_left=⬅ arrow_up=⬆ arrow_down=⬇ recycle=♻
zap=⚡ bulb=💡 rocket=🚀 construction=🚧 hammer=🔨 wrench=🔧 gear=⚙ lock=🔒 key=🔑 bell=🔔
loudspeaker=📢 mega=📣 calendar=📅 date=📅 alarm_clock=⏰ hourglass=⌛ watch=⌚ clock1=🕐
round_pushpin=📍 pushpin=📌 world_map=🗺 earth_africa=🌍 house=🏠 school=🏫 hospital=🏥
office=🏢 stadium=🏟 email=✉ envelope=✉ mailbox=📫 phone=☎ telephone=☎ iphone=📱 computer=💻
link=🔗 paperclip=📎 memo=📝 pencil=✏ pencil2=✏ book=📖 books=📚 newspaper=📰 page_facing_up=📄
camera=📷 clapper=🎬 movie_camera=🎥 microphone=🎤 musical_note=🎵 notes=🎶 art=🎨 ticket=🎫
trophy=🏆 soccer=⚽ bike=🚲 bicyclist=🚴 bus=🚌 train=🚆 car=🚗 airplane=✈ ship=🚢 walking=🚶
sunny=☀ cloud=☁ umbrella=☔ snowflake=❄ rainbow=🌈 seedling=🌱 evergreen_tree=🌲
deciduous_tree=🌳 herb=🌿 tulip=🌷 rose=🌹 sunflower=🌻 bee=🐝 bird=🐦 dog=🐶 cat=🐱 fish=🐟
apple=🍎 bread=🍞 coffee=☕ beer=🍺 wine_glass=🍷 cake=🍰 pizza=🍕 fork_and_knife=🍴
wheelchair=♿ baby=👶 family=👪 busts_in_silhouette=👥 moneybag=💰 euro=💶
chart_with_upwards_trend=📈
"""

NAMES = dict(pair.split("=") for pair in _PAIRS.split())
"""What the names stand for; those that are not here are told."""
