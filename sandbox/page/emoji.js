// The emoji names this page can draw; any other name stays readable as :name:.

const NAMES = `
grinning😀 smiley😃 smile😄 grin😁 laughing😆 sweat_smile😅 joy😂 slightly_smiling_face🙂 upside_down_face🙃 wink😉 blush😊
innocent😇 heart_eyes😍 thinking_face🤔 thinking🤔 neutral_face😐 expressionless😑 relieved😌 pensive😔 sleepy😪 worried😟
slightly_frowning_face🙁 white_frowning_face☹️ disappointed😞 cry😢 sob😭 confused😕 hugging_face🤗 sunglasses😎 partying_face🥳
wave👋 raised_hands🙌 clap👏 pray🙏 handshake🤝 +1👍 thumbsup👍 -1👎 thumbsdown👎 ok_hand👌 muscle💪 point_right👉 point_left👈
point_up☝️ point_down👇 eyes👀 heart❤️ green_heart💚 blue_heart💙 yellow_heart💛 purple_heart💜 orange_heart🧡 broken_heart💔
star⭐ star2🌟 sparkles✨ tada🎉 confetti_ball🎊 gift🎁 trophy🏆 medal🏅 fire🔥 rocket🚀 bulb💡 zap⚡ boom💥 rainbow🌈 sunny☀️
cloud☁️ umbrella☔ snowflake❄️ seedling🌱 herb🌿 deciduous_tree🌳 sunflower🌻 bouquet💐 coffee☕ tea🍵 cake🍰 apple🍎
white_check_mark✅ heavy_check_mark✔️ ballot_box_with_check☑️ x❌ negative_squared_cross_mark❎ warning⚠️ no_entry⛔
no_entry_sign🚫 exclamation❗ question❓ bangbang‼️ information_source ℹ️ red_circle🔴 large_orange_circle🟠
large_yellow_circle🟡 large_green_circle🟢 large_blue_circle🔵 white_circle⚪ black_circle⚫ large_green_square🟩
bell🔔 no_bell🔕 mega📣 loudspeaker📢 speech_balloon💬 thought_balloon💭 left_speech_bubble🗨️ envelope✉️ email📧 inbox_tray📥
outbox_tray📤 package📦 mailbox📫 ballot_box_with_ballot🗳️ memo📝 pencil📝 pencil2✏️ book📖 books📚 bookmark🔖 page_facing_up📄
clipboard📋 calendar📅 date📅 spiral_calendar_pad🗓️ card_index📇 chart_with_upwards_trend📈 chart_with_downwards_trend📉
bar_chart📊 pushpin📌 round_pushpin📍 paperclip📎 link🔗 scissors✂️ file_folder📁 open_file_folder📂 wastebasket🗑️ lock🔒
unlock🔓 closed_lock_with_key🔐 key🔑 mag🔍 mag_right🔎 hammer🔨 wrench🔧 gear⚙️ shield🛡️ hourglass⌛ hourglass_flowing_sand⏳
alarm_clock⏰ stopwatch⏱️ clock9🕘 clock3🕒 telephone☎️ phone☎️ computer💻 house🏠 office🏢 school🏫 hospital🏥 compass🧭 world_map🗺️
earth_africa🌍 busts_in_silhouette👥 bust_in_silhouette👤 family👪 raising_hand🙋 teacher🧑‍🏫 one1️⃣ two2️⃣ three3️⃣ four4️⃣ five5️⃣
arrow_right➡️ arrow_left⬅️ arrow_up⬆️ arrow_down⬇️ arrows_counterclockwise🔄 repeat🔁 new🆕 ok🆗 sos🆘 100💯 recycle♻️
robot_face🤖 mortar_board🎓 dart🎯 jigsaw🧩 balloon🎈 crossed_fingers🤞 brain🧠 ear👂 hand✋ raised_hand✋ small_blue_diamond🔹
`;

function read() {
  const found = new Map();
  for (const [, name, sign] of NAMES.matchAll(/([a-z0-9_+-]+?) ?([^\sa-z0-9_+-]\S*|[1-5]️⃣)(?=\s)/gu)) found.set(name, sign);
  return found;
}

const SIGNS = read();

export const emojiOf = (name) => SIGNS.get(name) ?? null;

/** Plain text with its :names: as signs. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => SIGNS.get(name) ?? whole);
}
