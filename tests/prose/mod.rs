//! Prose for the property tests, written for them, and how they are run.

use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// Paragraphs of body in several scripts; every article repeats those of one.
pub(crate) const BODIES: &[&[&str]] = &[
    &[
        "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, so that nobody could reach the mill on the other bank.",
        "The men of the village built a raft out of the doors of the barn, and by the evening the first sacks of flour had been brought across the brown water.",
        "Nobody was hurt, said the mayor, but the road to the mill will stay closed until the spring, because the engineers want to look at the banks before they build again.",
        "Her grandmother had seen the river rise twice in her life, and both times, she told the children, it had taken a bridge and left a field of pears behind.",
        "In the school they cooked soup for the families whose cellars stood under water, and the teacher read aloud until the lamps were lit and the rain had stopped.",
    ],
    &[
        "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer und riss die alte Brücke mit sich fort, sodass niemand mehr zur Mühle am anderen Ufer kam.",
        "Die Männer des Dorfes bauten aus den Türen der Scheune ein Floß, und am Abend waren die ersten Säcke Mehl über das braune Wasser gebracht.",
        "Verletzt wurde niemand, sagte der Bürgermeister, aber die Straße zur Mühle bleibt bis zum Frühjahr gesperrt, weil die Ingenieure erst die Ufer prüfen wollen.",
        "Ihre Großmutter hatte den Fluss zweimal in ihrem Leben steigen sehen, und beide Male, erzählte sie den Kindern, hatte er eine Brücke genommen und ein Feld voller Birnen hinterlassen.",
        "In der Schule kochten sie Suppe für die Familien, deren Keller unter Wasser standen, und die Lehrerin las vor, bis die Lampen brannten und der Regen aufgehört hatte.",
    ],
    &[
        "ฝนตกติดต่อกันสามวัน และในวันที่สี่แม่น้ำก็เอ่อล้นตลิ่งพัดพาสะพานไม้เก่าของหมู่บ้านไปกับกระแสน้ำ ทำให้ไม่มีใครข้ามไปยังโรงสีที่อยู่อีกฝั่งหนึ่งได้",
        "ชาวบ้านช่วยกันต่อแพจากประตูยุ้งข้าว และตกเย็นกระสอบแป้งชุดแรกก็ถูกลำเลียงข้ามสายน้ำสีน้ำตาลมาถึงลานวัดได้อย่างปลอดภัย",
        "นายกเทศมนตรีกล่าวว่าไม่มีผู้ได้รับบาดเจ็บ แต่ถนนไปโรงสีจะปิดไปจนถึงฤดูใบไม้ผลิ เพราะวิศวกรต้องตรวจสอบตลิ่งก่อนที่จะสร้างสะพานขึ้นใหม่อีกครั้ง",
        "คุณยายของเธอเคยเห็นแม่น้ำสูงขึ้นสองครั้งในชีวิต และทั้งสองครั้งมันก็พัดเอาสะพานไป แล้วทิ้งทุ่งลูกแพร์ไว้เบื้องหลังให้เด็กเด็กได้เก็บกิน",
    ],
    &[
        "雨は三日間降り続き、四日目に川が氾濫して古い橋を押し流したため、対岸の水車小屋へは誰も渡ることができなくなった。",
        "村の男たちは納屋の扉でいかだを組み、夕方までには最初の小麦粉の袋が茶色く濁った流れを越えて運ばれてきた。",
        "けが人はいなかったと村長は話したが、技師たちが岸の状態を調べ終えるまで、水車小屋への道は春まで通行止めになるという。",
        "祖母は生涯に二度、川があふれるのを見たことがあり、そのたびに橋が一つ失われ、あとには梨の実が畑一面に残ったのだと子どもたちに語った。",
    ],
    &[
        "Дождь шёл три дня, а на четвёртый река вышла из берегов и унесла старый мост, так что до мельницы на другом берегу никто уже не мог добраться.",
        "Мужчины деревни сколотили плот из дверей амбара, и к вечеру первые мешки муки были переправлены через бурую воду на площадь перед церковью.",
        "Никто не пострадал, сказал глава деревни, но дорога к мельнице останется закрытой до весны, потому что инженеры сначала хотят осмотреть берега.",
        "Её бабушка дважды в жизни видела, как поднимается река, и оба раза, рассказывала она детям, та уносила мост и оставляла после себя целое поле груш.",
    ],
    &[
        "大雨连下了三天，到了第四天，河水漫过堤岸，冲走了那座老木桥，对岸的磨坊从此无人能够到达，村里的面粉也只够吃到周末。",
        "村里的男人们用谷仓的门板扎成木筏，傍晚时分，第一批面粉就被运过了浑浊的河水，孩子们站在岸边欢呼，老人们则默默地数着袋子。",
        "村长说没有人受伤，不过通往磨坊的道路要到春天才会重新开放，因为工程师们打算先检查两岸的土质，然后再决定新桥应该建在哪里。",
        "她的祖母一生中见过两次这样的洪水，每一次，她对孩子们说，河水都会带走一座桥，却又在下游留下一片长满梨树的田地。",
    ],
    &[
        "사흘 동안 비가 내렸고 나흘째 되는 날 강물이 둑을 넘어 오래된 다리를 휩쓸어 갔기 때문에 건너편 방앗간으로는 아무도 갈 수 없게 되었다.",
        "마을 남자들은 헛간 문짝을 떼어 뗏목을 만들었고, 저녁 무렵에는 첫 번째 밀가루 자루들이 흙탕물을 건너 교회 앞마당까지 옮겨졌다.",
        "다친 사람은 없다고 촌장은 말했지만, 기술자들이 다시 다리를 놓기 전에 강둑을 먼저 살펴보려 하기 때문에 방앗간으로 가는 길은 봄까지 막혀 있을 것이다.",
        "그녀의 할머니는 평생 두 번 강물이 불어나는 것을 보았는데, 그때마다 강은 다리 하나를 가져가고 배나무 밭 하나를 남겼다고 아이들에게 이야기했다.",
    ],
    &[
        "هطل المطر ثلاثة أيام متواصلة، وفي اليوم الرابع فاض النهر عن ضفتيه وجرف الجسر القديم معه، فلم يعد أحد قادرا على الوصول إلى الطاحونة في الضفة الأخرى.",
        "بنى رجال القرية طوفا من أبواب الحظيرة، وبحلول المساء كانت أولى أكياس الدقيق قد عبرت المياه البنية إلى الساحة الواقعة أمام المدرسة القديمة.",
        "قال رئيس البلدية إن أحدا لم يصب بأذى، لكن الطريق إلى الطاحونة سيبقى مغلقا حتى الربيع، لأن المهندسين يريدون فحص الضفتين قبل أن يبدأ البناء من جديد.",
        "رأت جدتها النهر يرتفع مرتين في حياتها، وفي كل مرة، كما كانت تحكي للأطفال، كان يأخذ معه جسرا ويترك وراءه حقلا كاملا من أشجار الكمثرى.",
    ],
    &[
        "तीन दिन तक लगातार बारिश होती रही और चौथे दिन नदी अपने किनारे तोड़कर पुराने पुल को बहा ले गई, जिससे दूसरे किनारे की चक्की तक कोई नहीं पहुँच सका।",
        "गाँव के लोगों ने खलिहान के दरवाज़ों से एक बेड़ा बनाया और शाम होते-होते आटे की पहली बोरियाँ मटमैले पानी के पार स्कूल के मैदान तक पहुँचा दी गईं।",
        "सरपंच ने बताया कि किसी को चोट नहीं आई, लेकिन चक्की की सड़क वसंत तक बंद रहेगी, क्योंकि इंजीनियर दोबारा पुल बनाने से पहले किनारों की जाँच करना चाहते हैं।",
        "उसकी दादी ने अपने जीवन में दो बार नदी को चढ़ते देखा था, और दोनों बार, वह बच्चों को सुनाती थीं, नदी एक पुल ले गई और पीछे नाशपाती का एक खेत छोड़ गई।",
    ],
];

/// How the properties are tried: on `PROPTEST_CASES` cases, or 64, drawn from a fixed seed, so that
/// a run can be repeated.
pub(crate) fn config() -> ProptestConfig {
    let cases =
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}
