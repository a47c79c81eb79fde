"""What self-harm sounds like: weight to grams. Written by tests/training/danger_by_sound.py."""

BIAS = -26
THRESHOLD = 0
GRAMS = {
    82: "zi-ji",
    76: "wo",
    61: "ba",
    60: "wao",
    53: "~a-u-e",
    52: "#-pin bu-lu gu-yi ~ei-#",
    50: "dian-^ jiu suan ~e-ie",
    49: "zou-^ ~o-iu",
    48: "xun",
    47: "bu-xian yi-su",
    46: "~en-in ~i-ua",
    45: "wo-xian",
    44: "duan mei-tian",
    43: "go-le ho lian-tou ~e-iu",
    42: "#-liao hao-le le-jiu si-cen tun yong ze-# ~u-ian-ai",
    41: "bu-xian-zai guan-wo ke-wo xia-qu zen-de ~i-en-in",
    40: "di-xia tai-san wu ~a-ong ~iu-en",
    39: "pi-dai ~e-an-e",
    38: "bie jiu-xian qu-^ sian xian xian-ze zai ~ei-ian ~i-an-i ~i-ao-an ~o-an-ai ~o-e-ai ~o-ian-a ~ua-a",
    37: "dan-si de-len den qiao wu-xian ~o-en-u",
    36: "he-de le-sui pei sou-de wo-dou za zen-hao ~ai-u-e ~an-iu ~ao-i-a ~ian-ou-ou ~ou-uan",
    35: (
        "bao bu-yong gei ho-le le-cai me mei-len pa-si-bu si-san wo-jiu zi-sa zun ~e-i-an ~i-ian-i ~i-ie "
        "~o-u-i ~u-ong-ai "
    ),
    34: "^-an tiao-he xian-zi zan-zai zi-dao ~ei-a ~ou-e-i",
    33: (
        "#-le da-suan da-tui dou jiu-si-bu lao-zi su-han ye zen-pin zui-hou ~#-ian-i ~an-an-o ~e-en "
        "~o-iao ~o-uan ~ou-i-o ~u-ai-e "
    ),
    32: (
        "#-lou de-lian ho-ze jin-wan jue-de long-yao mei-ci ten-tong tiao-xia wu-xian-zai xian-ho yi-jin "
        "~#-iao ~ei-i-iu ~ia-i ~ia-u-en ~o-#-i ~ou-u-ai "
    ),
    31: (
        "^-zo-wan an cuan-hu dao-pian din gan-jin le-ye lei lu qiu san-ci-le ta ta-so te tian yan-tai "
        "zi-can ~#-i-an ~a-iu ~e-i-iao ~e-in ~ei-o ~ian-i-# ~in-i-ou ~in-ian-e ~iu-e ~o-en ~ui-e-u "
    ),
    30: (
        "ba-zi bu-ten dao jiu-bu jiu-zou len-bu si-de si-go si-pa ta-zi ~ei-e-a ~i-uan-e ~ian-o-ian "
        "~iu-i-u ~o-i-ian ~u-a-i ~u-ei-ou ~u-ian "
    ),
    29: (
        "ba-bu ba-sou cong-ze hua-da kan-jian kou-cu-lai sen-zi xian-# xuan yao-le zian ~#-in ~e-ie-e "
        "~e-o-iu ~en-ie ~i-ai-ian ~ian-ao-e ~iao-ia ~ua-ai "
    ),
    28: (
        "cen dai di-han han-# ho-le-^ lan ma-ba san-diao si-bu su suan-le tiao wo-yi-jin yin-wei zao-dian "
        "zao-san-ci ~ai-ai-e ~ao-o-# ~e-ai ~e-ui ~ei-en ~i-ei-in ~i-o-i ~iao-en ~in-e-o ~o-iu-ian ~o-ou "
        "~uan-u ~uan-ui "
    ),
    27: (
        "cian ge-wan hou-# kan-la kou-cu lo-dian men-bu mian-yao mo-de pan-ze so-ta wo-qian wo-yao-de xui "
        "zou-dao ~#-ou-o ~^-o-u ~a-ai-o ~a-uan ~ai-iao ~an-e ~an-ei-o ~e-o-an ~en-i-ou ~en-ou ~i-en-u "
        "~i-ou-ei ~i-ou-ian ~ian-ai-ai ~ian-un ~ie-e-i ~in-un ~iu-u ~ou-an-ia ~uan-o ~ui-ou "
    ),
    26: (
        "^-ti ^-you ba-bu-de dou-zai e ge-sen gen-li-so hou-xian jin-wo la la-zong le-#-lian le-jin le-wo "
        "li lv-li pa san-lu tian-tai wui xian-ho-le xin-qin zai-han zai-tian-tai ze-ta ~an-e-e ~ao-an-e "
        "~e-i ~e-ian-e ~o-ou-in ~u-ei ~ua-o ~uan-a ~uan-a-e "
    ),
    25: (
        "#-kuai bu cen-le de-you han-zai ji-ten ju-de la-gen la-yan le-si lu-si mei-si-cen mian-de pa-si "
        "sen-yin si-gu wo-a xian-cong yan-wan yao-wo zen-yan zi-bu zi-jiu ~#-en-an ~#-uai ~a-an-a ~ai-a "
        "~ai-i-e ~an-ian-in ~ao-ian-an ~ao-ou-ai ~e-ian-ou ~ei-ou-iu ~en-an-an ~i-an-u ~i-ei ~in-ei-o "
        "~in-ia ~ou-ei-ou ~ou-o ~u-en-u ~ua-e-# ~un-uan "
    ),
    24: (
        "#-tian-lao ^-hui ^-n ^-wo-lv ba-zi-ji bu-xian-yao ge-si gui-ta han-so le-hai len len-len liao-# "
        "lu-xia qu sen-# wei-wo wen-li wo-yi wo-zi yan-tou you-sen you-zi zai-jian zan-le ~#-e-ian ~^-o-v "
        "~a-a-ui ~ai-e-^ ~an-iao ~ao-#-ao ~ao-e-uan ~ao-i ~e-a-ai ~e-e-ei ~ei-e-i ~ei-i-o ~en-u-ong "
        "~en-ui ~i-e-ao ~i-i ~i-i-in ~iao-ua ~in-er ~in-in ~in-in-in ~iu-an ~o-ao-ai ~o-i-in ~ong-uai "
        "~u-ao-o ~ui-a "
    ),
    23: (
        "an-mian-yao ba-le bu-lu-si can-sou ci-mei da-gai da-jia gai hen-tin-da ho-^ hu-wo jian jiu-pan "
        "kai-le ke-li lan-gan lan-wo le-wo-jiu le-wo-xian li-ji mei-ge n qi-wo si-xian tan-mei wa-er wan "
        "wu-bu xun-si zai-zao ze-#-tian ze-yao zong-bu ~^-a-an ~^-n ~a-an-en ~a-i-i ~a-ou-u ~ai-an-an "
        "~an-e-# ~an-o ~ao-o-^ ~e-ei ~e-iu-a ~en-an-ao ~i-en-ie ~i-i-^ ~ian-o-o ~ian-ong ~ian-ong-i "
        "~iao-ai ~in-i ~iu-ian ~o-ao-i ~o-ei-ian ~o-uan-i ~ue-e ~un-e-# "
    ),
    22: (
        "^-#-su ^-wu cai-ha ci-bu de-jiu de-zu ge-wan-le gu-yi-bu gui-za hen-tin jin-er juan kan-ze lai-^ "
        "le-#-ge li-mo li-zi lian-hai men-# men-dou mo qen qu-tiao-he sen-xia si-pa-si so-so-hua song "
        "tuan wo-ba-bu wo-si-gu wo-ye wo-zu xia-bei xian-si ~a-ao-ao ~a-ui ~ai-ao-u ~ai-e-i ~ai-ei-a "
        "~ai-ian ~ai-in-o ~an-ai-ui ~an-in-e ~ao-i-^ ~e-#-in ~ei-i-i ~ei-ou-ia ~i-in-ai ~i-iu-en ~i-o-en "
        "~i-u-ei ~i-ua-o ~ian-ou-# ~ie-ao ~ie-u ~in-ei ~o-ao ~o-e-^ ~o-u ~o-u-a ~ong-# ~ong-i-o ~u-i-e "
        "~u-u-i ~ui-ai-an ~un-e "
    ),
    21: (
        "#-ba ^-ci ^-hu ^-wu-bu bo-san bu-hui-lai bu-man bu-xian-ho cao-ku de-la do-sao dou-bu-yong du-si "
        "gan-he gan-jin-^ guai hai-bu hou-mian jiao-wo la-yan-tou le-# le-ke-wo len-hai li-dong li-so-wo "
        "mei-da pan qian-si qu-de san-jiao sao-# si-dou tian-lao wo-jin xia-qu-^ xia-qu-de ye-bu zai-yi "
        "zan-le-# zi-ji-si ~a-en-o ~a-ui-a ~ai-a-ai ~ai-ie ~ai-ou-e ~an-i-ian ~ao-# ~e-#-ao ~e-i-a "
        "~ei-en-i ~en-i-o ~en-in-en ~en-o-ou ~i-i-iao ~ia-u-^ ~ian-ai-u ~ian-u-i ~iao-e-u ~iao-en-i "
        "~iao-ia-u ~in-ao-e ~o-ian-# ~o-ian-en ~ong-o-i ~ou-ian-ian ~ou-u-ei ~u-e-iu ~uai-ui ~ui-a-i "
        "~ui-ei ~un-in "
    ),
    20: (
        "#-su #-zan ^-an-lian ^-wo-lao cai can-jiu cong-# da-#-hen dao-ta di-han-^ ge-bo-san gei-zi "
        "gen-guan gen-guan-zi han-zu hu-mei-tian ji-hu ji-hu-mei jiu-ca lao-si len-ban mian mui san-la "
        "sao-tan sen-ke si-^ si-ha si-hou-xian si-le si-zo so-ju tian-dou tian-la tian-tian-xian "
        "tin-hao-de to wan-wo wo-er-zi wo-gan wo-lai wo-si-zen wo-zo xi-le xo yan-san you-si-hou "
        "you-zi-can ze-la zin ~#-ao ~#-ou-i ~a-e-u ~a-ei-i ~a-i-o ~a-o-ou ~a-ong-o ~a-u-ao ~ai-o ~ai-ou-i "
        "~an-e-iu ~an-iao-en ~ao-o ~e-ou-o ~ei-i ~en-en-o ~en-in-^ ~en-o-i ~en-uan-i ~i-i-e ~i-ong-o "
        "~ian-an-a ~ian-an-an ~ian-ua-a ~ie-ai-ai ~ie-ui-an ~iu-ei ~iu-i-ao ~o-ai-# ~o-ai-i ~o-ao-o "
        "~o-o-ei ~o-ui-ai ~ou-a ~ou-ou ~ui-en-ao "
    ),
    19: (
        "#-bi ^-wu-xian ^-zou-lu an-bu-xian an-mian bu-hui da-tui-za dao-yao dou-bu dou-gen gao-wo "
        "gei-len gui-lv-li ha-le hai-you han-zen jiu-sen jiu-si-mei jue kua la-gen-guan le-ke len-gan "
        "li-jiu lian-bu lin-# qe qin-sen qu-bie si-ha-^ ta-ta-jiu tui-za wen-wo wo-cai wo-ye-bu xian-si-^ "
        "ye-si yi-zai yin-gai zo-sen ~^-ou-u ~a-en-an ~a-o-a ~ai-ou ~an-u-iao ~ao-#-e ~ao-in-ian "
        "~ao-iu-ao ~e-e ~e-u ~ei-e-en ~ei-i-ai ~ei-ou ~en-ao-ian ~en-e-ui ~en-ie-o ~en-ua ~i-o-ou ~ia-ia "
        "~ian-#-ou ~ian-e-i ~ian-ou ~in-an ~in-ou-e ~iu-iu ~o-ao-e ~o-en-i ~o-in ~ou-an ~ou-ian ~ou-in "
        "~ou-o-o ~ou-ua ~u-e-ou ~u-i-u ~u-iu ~u-iu-i ~u-o-ao ~u-ou ~u-ui-ai ~ui-ie "
    ),
    18: (
        "#-hen-de #-le-^ ^-an-bu ^-da-hu ^-gu-lian ^-ten ^-xue bai-cao-ku bu-lian bu-ten-de dao-^ "
        "diao-sen diao-sen-zi dou-zou gan-bao ge-hao go-#-hui hao-tin he-tan hen-de ji lai-de lan-bu "
        "le-hao le-sen lian-tou-you liu-le ma-wo men-han-so qian-zuan qin-xin qu-jiu san-diao-sen "
        "si-wo-pa si-wo-zi sou-^ sui-ye ten-tie ten-tie-wo tian-ba tiao-xia-qu wo-bu wo-dou-gen "
        "xian-zai-ai xin-le ya-zai you-hua ze-hui-wo ~#-i-ou ~a-o-u ~ai-ai ~ai-i-a ~an-ao ~an-ao-i "
        "~an-ao-in ~ao-an-ei ~ao-an-u ~ao-i-ei ~ao-ian ~e-ong-e ~e-u-ui ~ei-a-ai ~en-e-e ~en-o ~i-ie-e "
        "~i-in-e ~i-ou-ua ~ian-e ~ian-ei-i ~ian-en-e ~ian-u-ao ~ian-uan ~in-i-ian ~in-in-ao ~o-# ~o-an-o "
        "~o-i-ao ~o-ian ~o-un-ei ~ou-a-u ~ou-ia ~u-ian-o ~u-o-a ~ua-ai-a ~uan-e-^ ~ui-in "
    ),
    17: (
        "#-jian-si #-zen-pin ^-gu ^-ta-ba bai-cao bian-san dou-#-yan du-#-wo e-si ge-de ge-mei ge-sen-yin "
        "hai-bu-lu hai-da hai-da-qiao hua-da-tui jie jin-lai kua-hai kua-hai-da lao-su-yao le-#-pin "
        "le-si-wo liu-le-# mei-# men-han qian-zuan-dao qu-wo san-^ san-zo si suan-le-^ ti tun-le wo-ge "
        "wo-wo wo-xuan xian-xun xin-qin-xin yao-gan ye-li ye-mei you-xin you-you zai-ai zai-hai zan-gou "
        "zao ze-hen ze-tai zi-ji-so zuan-qian-zuan zun-bei ~#-ia-i ~^-an-u ~^-en-ong ~a-ai-ao ~an-e-ou "
        "~an-en-e ~an-ia ~an-ou ~an-u-an ~ao-e-ai ~e-iu-e ~e-uan-i ~ei-o-ian ~en-o-an ~er-ao ~i-a-an "
        "~i-e-ai ~i-iao-uan ~ia-ei-i ~iao-uan ~iu-en-a ~iu-i ~iu-iao ~o-a-an ~o-in-e ~ong-#-en ~ong-ao-o "
        "~ou-ai ~u-i-ou ~u-ia ~uai-in ~uan-ao ~uan-ian-uan ~ui-u-e "
    ),
    16: (
        "#-lian #-liao-# ba-tou bi-li bu-ci bu-den cuan-di-xia dui-bu ge-zai gou he-le ji-si jin-tian-jiu "
        "jiu-qin kai-men ken ku-bian lai-le lan-hou lan-ta lan-wu le-da le-zao le-zen-de len-wo li-ban-wo "
        "li-la lou-din lv-er mei-wo men-len pei-wo pin si-xia sui-go-qu sui-ku sui-ku-bian ta-yao "
        "tian-jiu tin-hao wo-dai wo-zan xia xia-ge xia-hui xia-lai xian-zi-sa xie-le xin-li-tou yi-bu "
        "yin-wei-wo you-lian-tou zen ~#-i-en ~a-ai-i ~a-an-ong ~a-en ~a-uan-u ~an-a-a ~an-a-i ~an-en "
        "~an-o-in ~an-ou-e ~ao-o-ou ~ao-u ~e-#-e ~en-an-e ~en-ong-# ~i-o ~i-ou-a ~i-ou-in ~ian-ao ~ian-iu "
        "~ian-o-en ~iao-^ ~iao-an-en ~iao-o ~iao-o-o ~in-e ~in-ie ~o-a-ai ~o-ong-u ~o-ou-en ~ong-ue "
        "~ou-ou-# ~u-a ~u-e-an ~u-en-in ~u-ian-ao ~u-ie ~u-u-# ~u-ui ~ua-e "
    ),
    15: (
        "#-kou #-le-# #-qi ^-han ^-ho ^-wo-wu bu-pa ca-dian cai-ba ci-ci cuan-di de-gou duan-qi gei-zi-ji "
        "hu-mei hui-lai hui-wo ji-so jian-si ku-bian-san ku-wo la-cu la-tou le-an len-pei li-bao lia "
        "lian-wo liao-#-liao lie long-yao-wo mei-you-lian men pin-^ pin-zi qin-song qu-# sen sen-de "
        "si-bu-cen si-gu-yi si-liao wo-cong-# wo-gu-yi wo-pa wo-pa-si wo-zo-tian wo-zun wo-zun-bei "
        "xia-bei-zi yan-tou-tan yao-zi yi-si yue-hao ze-bei-zi zuan-qian ~#-en-in ~#-in-an ~a-a-iu "
        "~a-i-in ~a-i-u ~a-ia ~ai-an-# ~ai-ian-ai ~an-i-i ~an-o-u ~an-ou-an ~ao-an ~ao-ian-e ~e-a-ei "
        "~e-a-en ~e-ei-i ~e-en-i ~e-en-ia ~e-ie-i ~e-uan ~ei-#-uai ~ei-ao ~ei-o-i ~i-ao ~i-e-uan ~i-in-ei "
        "~i-o-ei ~ia-ui ~ian-ao-o ~ian-uan-ao ~ie-ian ~in-in-iu ~in-ong-^ ~iu-in-ian ~o-a-ong ~o-en-ie "
        "~o-iu-e ~o-iu-ei ~ou-# ~ou-e-en ~ou-iu ~ou-ou-^ ~ou-un-e ~u-a-uan ~u-ao ~u-ao-e ~u-ei-o ~u-u-iu "
        "~uan-a-in "
    ),
    14: (
        "#-lian-wo ^-ten-tong ^-wao ^-wo-er bu-he bu-man-li cong cong-#-lou da-qiao dai-wan de-la-zong "
        "de-yi-si dou-mai dou-mo er-jiu gan-cai-ba gu-yi-de han-lian han-xia hou-wo lai-gan lao-xian le "
        "le-bai li-ban li-men mai-le sen-me ta-gen ten-tong-# tian-ye tie tun-le-# wen-# wo-liu "
        "wo-qian-zi wo-zou wu-jiu xian-hai you-ge-sen zai-cuan zan zi-zai ~#-e-# ~#-iao-# ~a-#-u "
        "~a-iao-an ~a-o ~a-ong-u ~ai-a-ian ~ai-e-ian ~ai-i ~an-en-o ~an-iu-i ~an-o-o ~ao-iu ~ao-ue ~e-a "
        "~e-ao-iu ~e-ao-u ~e-iu-an ~e-o-ao ~en-a-ia ~en-e-a ~en-ui-ou ~i-ei-e ~i-ei-en ~i-en-uan ~i-in-i "
        "~i-o-uan ~i-u-a ~i-u-en ~ia-ei ~ia-i-o ~ian-o-e ~ie-an ~in-i-an ~iu-e-# ~iu-ou ~o-ai-ian ~o-e-in "
        "~o-ei-en ~o-en-a ~ong-ao ~ong-u-# ~ou-u-ong ~u-ei-ian ~ui-o ~ui-ou-# ~un-ei ~v-er "
    ),
    13: (
        "# ^-ji-hu ^-li-wen ^-wo-xi ^-you-mei bi-# bi-hua bu-yong-zai de-wu diao-^ go-de guan hen-li "
        "hua-wo hui-lai-de jin jou kou-qi le-jin-wan li-cai li-zi-^ lu-si-le qu-zao si-jiu sui-han ta-ba "
        "ta-men ti-wen tou-tan wa wian xi-wan xian-zao yan-wan-ye yi-bu-ci yong-zai you-de zi-wo zui-^ "
        "~#-en-o ~#-ian-o ~a-ai-en ~a-ian ~ai-e ~an-a-o ~an-en-i ~an-i-o ~ao-ian-u ~e-en-e ~e-i-ong "
        "~e-i-ou ~e-ian ~e-o-en ~en-an-iu ~en-uan ~i-ao-u ~i-e ~i-e-iao ~i-i-ong ~i-i-uan ~i-u "
        "~ian-ao-ian ~ian-en ~in-e-en ~in-en-e ~o-ei ~o-i ~o-ia-u ~ong-ai ~ou-a-ao ~ou-an-e ~ou-iu-i "
        "~u-e-e ~u-en ~uan-e-o ~ui-o-u "
    ),
    12: (
        "#-tian-wo #-xia-zi bao-ze bei-len bie-guan bu-ci-de bu-da bu-ze-jiu ci-sa de-jiu-si dong-sou "
        "dou-gei gan-sa gen-wo go-# he ho-ze-mei hou-la la-cu-lai lao-tian le-^ le-long-yao li-men-bie "
        "lin mei-de-yi men-bie san-lai san-qu su-le tian-wan-san wei-le wo-ba-sou wo-bu-si wo-ho "
        "wo-jin-wan xia-zi xian-#-le ye-bie you-lian you-san zai-you zi-ji-ge zi-la ~ai-an-ian ~ai-e-a "
        "~ai-en-# ~an-ai-ou ~an-an-ian ~an-e-a ~an-en-ou ~an-ong ~an-u-a ~ao-e ~ao-ou-e ~e-en-ou ~e-ian-o "
        "~e-ou ~e-u-ian ~e-ui-an ~e-ui-o ~en-# ~en-ei ~en-o-ia ~er-iu ~i-a ~i-an-^ ~i-ong-i ~i-ou-^ ~ia-u "
        "~ian-iu-o ~ie-uan ~in-#-i ~iu-ian-u ~o-a-i ~o-ian-i ~o-in-in ~o-ue ~ong-#-ou ~ong-o ~ou-o-ao "
        "~u-en-o ~ue-i ~ui-u "
    ),
    11: (
        "#-ge-mei #-kuai-er #-li bai-jiu cen-^ ci-de-e da-# de-e duan-le en hao he-wo jian-wo la-dao "
        "li-sen-yin ma-gan qian-zi si-suan si-zao song-^ tou-you wan-jiu wo-gei wo-la wo-xian-zi "
        "xian-hai-bu xie-hao yan-jiu yao-dou yao-wo-dou you-xin-le zi-duan zui-hou-# ~#-i-# ~#-uai-er "
        "~^-an-ian ~an-ai-a ~an-ai-uan ~an-ei ~an-ian-ao ~e-e-in ~e-o-ian ~i-a-ou ~i-ia ~ian-a-u ~ian-an "
        "~ian-e-ui ~ian-i-iu ~ie-o ~in-ai-en ~iu-en-e ~o-an-e ~o-iao-e ~o-iu-an ~o-v ~ou-a-ong ~ou-ai-ian "
        "~ou-ao-# ~ou-o-e ~u-ai-ao ~u-o ~uan-o-e ~ui-an ~ui-e "
    ),
    10: (
        "^-sui ba-# bei bian-zen bu-da-suan bu-lu-# ci-ci-le di-di gan gu han-cu-lai hen-yi hou-xian-xian "
        "jia-li jiu-den le-#-zen li-# men-jiu san su-yao sui-go wo-gei-zi wo-gu wo-jiu-xian wo-you "
        "wo-zi-ji xian-xian-hai xin-de you-mei-you you-si ze-ba ~#-i ~#-ou ~a-in-an ~an-a ~ao-e-ie "
        "~ao-ou-o ~e-a-ong ~e-ai-ou ~e-ao ~e-e-an ~e-en-in ~ei-ei ~en-#-u ~i-ai-a ~i-i-ai ~i-i-ou ~i-iao "
        "~i-ou ~ian-iu-u ~ian-ou-ai ~o-e-ian ~o-iu-en ~o-o-ai ~ou-e-ian ~u-ou-o ~uai-er ~ui-en "
    ),
    9: (
        "#-pin-an ba-#-pin ban-wo bie-xin bu-si dian-ji gen go-wo hao-go hu-# ji-ge jiao-dai jin-wan-jiu "
        "jiu-len liu-gei me-yi quan ta-zi-ji wo-si wo-tiao you ze ~#-e-^ ~a-# ~a-#-in ~ai-an ~ai-i-ai "
        "~ai-o-iu ~ai-u-u ~an-ai ~an-ao-e ~an-ia-an ~an-u ~ao-e-ou ~ao-u-o ~ao-ua ~e-in-i ~e-iu-u ~e-o "
        "~en-o-en ~ian-a-ian ~ian-in-in ~ian-o ~iao-e ~in-ao-in ~in-ian-iu ~iu-ai ~o-i-en ~o-in-an "
        "~o-iu-u ~o-ou-an ~ong-u ~ou-i ~ou-ian-ou ~ou-in-ao ~ua-a-ui ~uan-ao-e "
    ),
    8: (
        "^-ti-wen ^-xue-ya diu dou-you jin-le jiu-tiao kuai-er le-#-le le-li ma sao si-de-len tong-#-hen "
        "wei wo-tian xin-wo you-sen-me yue ~#-i-i ~^-#-u ~^-ue-a ~ai-u ~ai-uan ~ao-e-ei ~e-an ~e-in-a "
        "~ei-ian-an ~en-an ~en-ia ~en-u-ian ~i-#-e ~i-an ~i-an-o ~i-o-ian ~ian-e-an ~ian-en-an ~ian-iao "
        "~in-ai ~in-an-iu ~iu-o ~ou-e-e ~ou-ei ~ou-in-ong ~u-i-^ ~u-iao ~u-ong "
    ),
    7: (
        "^-da le-lan le-suan liu qiao-san sa si-zen tian-le tiao-^ tiao-le to-lei tong-# tong-kuai wo-sou "
        "wo-xie xian-de yao ze-sui ~#-ai ~^-ou-ei ~a-a ~a-ia-ou ~a-in ~ai-in ~ao-ei-en ~e-ao-ian "
        "~e-ong-ao ~en-ai ~en-ao ~i-e-iu ~i-e-o ~i-ian-a ~i-ong ~ian-i ~ian-i-an ~ian-ian-e ~ian-u ~ie-i "
        "~in-in-e ~o-i-e ~o-ie ~o-o ~u-ian-an ~u-o-ou "
    ),
    6: (
        "^-ho-ze bei-zi ca de-^ go-qu gua hou jiu-wo lao-su le-so wo-jia wo-ze xie yao-zou ye-bu-xian "
        "you-mei zou ~^-ue ~e-e-i ~i-i-i ~i-o-# ~ian-a ~ian-ao-i ~o-ai ~o-e ~o-u-ei ~ong-ou ~ou-^ "
    ),
    5: (
        "li-bie man-yi su-wo ze-mei ~a-er ~a-ian-i ~a-ui-u ~en-u ~ian-# ~ian-ian-ou ~iao-an ~o-a ~o-o-a "
        "~o-ui ~ou-an-o ~u-i "
    ),
    4: "ji-hui ju lou min qian wo-ba wo-gen ~ao-a ~ao-in ~ie-ai ~o-un ~ou-e ~uan-ai",
    3: (
        "cui diao li-le mai ta-jiu wo-tian-tian yao-si yi ~#-e ~^-ui ~a-ai ~a-i ~ao-i-o ~e-i-i ~en-o-ian "
        "~i-en ~i-in ~ie-in ~o-an ~ui-ai "
    ),
    2: "bi lai-le-^ sui tai tian-tian xin-li ~#-u ~e-in-an ~ei-a-en ~en-i ~ou-#-an ~u-ai ~ui-ao",
    1: "#-zen de gui ji-tian le-xian-zai ~a-ou ~ai-^ ~an-#",
    -1: "^-mei ^-ze di tin ya ~an-e-i ~ei-e ~in-ao",
    -2: "~^-o-i ~e-# ~e-u-i ~ia-e ~iu-# ~o-i-i",
    -3: "^-jin xin ~a-u ~an-an ~an-e-^ ~ian-ian",
    -4: "^-ke hua lai wo-si-ta ~a-ao ~a-iao ~en-a ~ia-u-e ~u-# ~u-u-ai",
    -5: "ba-^ bu-san do hai kuai li-^ ~^-i ~ao-ei ~iao-ou ~ie-e ~iu-ao-e",
    -6: "bu-xin dui er hao-^ ke-yi ten ~a-an ~a-ie",
    -7: "^-jiu a-wo cu-xue mei yao-^ ~ai-ai-o ~e-ui-er",
    -8: "cu-lai hui mi si-ta tou yi-qian ~ai-an-i ~e-#-ia ~i-a-^ ~i-ai-# ~ia-ai ~o-ua-e",
    -9: (
        "ce ha-ha li-bai-# qin sou-dou sui-^ xin-^ yan-bu-xia ~en-e ~i-an-an ~i-o-^ ~ian-ai-en ~ian-ua-^ "
        "~iu-i-ou ~ou-iao ~ou-u-in ~uan-e "
    ),
    -10: (
        "^-la ^-yi bu-qi bu-zu-^ ci-la ci-le-^ de-wo jiao li-so-^ mei-si si-zan tai-bu-qi wo-ji ze-^ ~a-e "
        "~a-e-a ~an-o-i ~ian-er ~u-ue ~un-u "
    ),
    -11: (
        "^-wo-yao de-hao dong le-zo so so-bu so-hua zi-jue zu ~^-ai-a ~ai-iong ~an-ai-ao ~an-u-i ~e-iong "
        "~en-i-a ~i-#-^ ~in-iao-# ~u-i-o ~ua-ou "
    ),
    -12: (
        "#-ci-^ #-pian ^-wo cuan-qi hu-^ ji-ze jiu-si-you le-san lian-le ten-si tian-xia tin-bu wan-san-# "
        "wen-wen wo-ze-hui wu-#-dian xia-si yi-yuan ze-hui-er ~^-in-ao ~^-o-ian ~ai-ian-i ~ei-e-e "
        "~ian-en-en ~ian-o-^ ~o-^ ~u-e-i ~u-ian-a "
    ),
    -13: (
        "#-xia-^ ^-dian ^-lei bu-dong bu-lai bu-xian-so ce-so de-li-hai dian-si do-le-^ ge-xiao hao-ma "
        "hun-sen li-kan me-si-hou mei-han mei-you pi po-le qian-# xi-hu xia-len you-^ zou-de ~#-ian-ian "
        "~^-ei-i ~a-i-an ~ai-e-an ~ei-in ~ia-u-# ~ian-ai-a ~ian-o-ong ~iao-i-o ~in-ian-u ~o-u-en ~u-in-e "
    ),
    -14: (
        "#-hen-zong ^-zo-tian ca-le ci-wan cu-lai-^ den-# er-do hu-hu hu-tu jian-de jiao-bu kou-ten ku-zi "
        "la-li le-#-tian le-#-xia li-den lian-ha mi-hu qi-lai-jiu sa-si si-gan si-le-^ si-wo-lao wan-wai "
        "yao-min zai-so ~#-i-^ ~#-ia-^ ~#-ian-en ~#-uan ~ai-#-ou ~ai-ao-# ~an-^ ~e-iao-i ~iao-u-in "
        "~iong-ou-en ~iu-#-en ~o-an-i ~o-i-ia ~ong-e ~u-en-ao "
    ),
    -15: (
        "#-hin ^-bu-xian cuan-bu-san da-han ge-# han-yin hao-do-le hei-^ huan-de ji-jiu la-si lian-jiu qi "
        "tiao-# wo-lao-ban wu-# yan-bu zai-san zan-qi zi-bu-zu ~#-en-ong ~^-a-en ~ai-a-e ~ai-ou-u ~e-en-^ "
        "~e-iao-u ~i-ai-iu ~i-an-ai ~i-ian-ai ~in-e-# ~in-en-in ~in-u-ian "
    ),
    -16: (
        "^-hao ^-ke-yi ^-la-tian ^-si ba-wo ca-^ ci-le de-mei ge-da hou-bei hua-^ jiao-bu-xin le-do "
        "lian-de si-tan sou-zi wo-jian xian-zai-# zan-jian-go zi-# zi-li zui-cun ~#-i-ian ~^-ao ~ai-u-i "
        "~an-ai-ian ~e-o-# ~e-ou-# ~ei-in-^ ~en-#-ia ~ian-ie-e ~o-i-iao ~ong-ia ~ong-iu ~ou-i-# "
        "~ou-ian-an ~ou-ie ~ua-e-^ ~uan-^ "
    ),
    -17: (
        "#-bian-sen #-dian ^-len ^-mei-you can-^ co da-hu-so dao-xian-zai de-yao-si di-#-tian gan-cai "
        "hen-zong huai jiu-# jiu-ze-yan la-ge-yao le-zen-me len-zu li-xian mo-bu si-le-wo sun-zi wo-ke "
        "wo-men wo-men-ze xin-gen xin-kou yan-qian yin-de yun-go zo-sou ~#-ia ~^-ian ~^-u ~an-ei-en "
        "~ao-an-# ~e-ao-e ~e-iao ~en-an-^ ~en-u-i ~in-u ~iu-ao-^ ~o-ian-in ~ong-u-i ~ou-an-ou ~ou-ei-an "
    ),
    -18: (
        "ai-ya co-le de-yao dian-er hen-bu hou-long le-#-hui le-ba pai san-men se si-ji sou-ji ta-len "
        "wan-# wan-le-# wo-san xian-zai-hao xiu yui zan-jian zi-ji-mei zo-bian zui-li ~#-e-iao ~#-ian "
        "~^-en ~^-ou-# ~ai-ong ~an-i-^ ~an-in-en ~e-#-an ~e-^ ~e-a-e ~e-in-u ~en-ao-e ~en-en-en ~i-en-o "
        "~i-ou-ou ~ian-^ ~ian-ai-# ~ian-ian-^ ~iu-u-e ~o-ao-en ~u-i-in ~u-in ~uan-e-# ~un-^ "
    ),
    -19: (
        "#-sen #-wan ^-zong ban hei hu-hua jiu-le kai-si len-bu-len li-bai pian-zi qi-lai si-ci si-wo-le "
        "so-wo so-yi sou-jiao tan yao-dan yi-^ yin you-bian you-dian ~#-ian-ou ~^-i-i ~^-iu ~an-an-# "
        "~ao-en ~e-e-iao ~i-ue ~ian-i-u ~iu-i-an ~o-ian-ei ~ou-ai-u ~u-ao-in ~u-o-i ~u-u-e ~ue-a ~ui-er "
    ),
    -20: (
        "^-dan ^-den a-^ ban-de bo-zi bu-gao dao-kou dian-hua-^ gong hong jin-bu lian mei-si-^ san-ge "
        "san-you se-tou sen-me-si tai-bu tou-ten ze-li zu-li ~#-ian-^ ~^-e-o ~^-en-u ~an-u-ia ~ao-ian-ai "
        "~e-an-u ~e-e-iu ~ian-ao-en ~ian-ei-o ~ian-in-i ~uan-u-an ~ui-^ ~un-ao "
    ),
    -21: (
        "^-lou ^-wan bu-xin-le bu-zu dao-xian de-zi hai-hao han-ta hao-hao hu hu-ce ji-lian ji-zu "
        "jiu-hu-ce jue-^ kai-wan kan-bu kou-sui len-yao me-ban mo-ze san-zi sou-su tou-su wen wo-le "
        "xian-so yin-^ yuan zai-# zi-jia ~^-ei ~ai-a-a ~e-ian-ian ~ei-ou-^ ~i-en-a ~i-o-ao ~i-uan-i "
        "~in-i-u ~in-o-i ~o-a-^ ~o-a-ao ~ong-an ~ou-e-o ~ou-i-ai ~ou-u-an ~un-ou "
    ),
    -22: (
        "^-li ^-wo-si bu-go go-si ha jiao-de kong ma-san mei-you-^ qie san-qi wu-^ yuan-le ze-wo zi-xian "
        "zong ~ai-ou-# ~an-ai-u ~an-ian-i ~e-#-ui ~e-an-^ ~i-o-o ~ian-ou-en ~ian-u-e ~ou-an-i ~u-^ "
    ),
    -23: (
        "^-gei ^-tou ^-wo-bu dun hao-ze-le hu-si hui-er ji-mei jin-tian la-hui le-xia sen-so ta-zai "
        "xia-di xia-wu yan zao-san ~#-ou-ou ~^-ian-i ~a-an-e ~ai-#-ian ~ai-ou-ao ~an-i-ai ~e-a-a ~en-i-i "
        "~er-o ~i-i-ei ~i-i-o ~ian-a-e ~in-^ ~in-iao ~o-ai-en ~u-uan ~ua-en ~ui-o-e ~ui-un ~un-o-u "
    ),
    -24: (
        "^-xin ^-zu bu-qi-lai cuan-de de-sou hai-si han-le ten-de wo-lao xian-wen yi-bao yi-sen-so "
        "zai-hao ~^-iao ~a-#-e ~ao-#-u ~ao-e-en ~i-ou-en ~ian-ai-ao ~in-ian-o ~u-i-en ~ui-ong "
    ),
    -25: "^-wo-men ce-^ cu-yuan hao-ze hu-so hu-xi jiu-hao kan ~a-a-an ~e-ia ~en-^ ~o-ua ~ue-^ ~ui-iu",
    -26: (
        "ci hu-lu jiu-hu pen qi-le si-li xiong-kou yi-sen yun zai-da ~#-en-^ ~^-a ~^-e-i ~ao-ou-i ~e-ao-o "
        "~ei-^ ~o-ai-e ~ua-^ "
    ),
    -27: "bi-zi bu-hao cuan da-le lai-ze si-so so-^ sun xian-^ ze-le ze-le-^ ~^-a-i ~a-i-ou ~an-u-ai",
    -28: (
        "cuan-bu jian-^ kai mei-jin wei-sen xiao ~^-in ~e-i-^ ~ei-i-^ ~en-a-^ ~iao-ian ~o-i-a ~ong-ong "
        "~ou-e-in "
    ),
    -29: "cu ji-qi men-ze san-hai tian-ci ~#-i-ai ~^-ong ~ao-^ ~i-u-u ~o-iu-i",
    -30: "#-xia bin bu-cu di-san jian-go mao zan-bu ~u-u-^",
    -31: "^-gan ka lao-ban yan-jin ~iao-ui ~u-en-an",
    -32: "bu-qin hai-yao ~en-i-ian ~iong-ou",
    -33: "dao-le jia ke len-han san-wu ~ai-i-i ~ian-ai ~ian-o-i",
    -34: "^-bu ci-^ da-hu hou-lai ~a-e-# ~i-i-ian ~i-uai ~o-ian-e",
    -35: "#-bian #-zi bu-len hun luan ~a-ian-ai ~ao-ao ~ao-ia",
    -36: "da-^ hen-^ la-ge pao",
    -37: "#-^ cou qu-lian tu yi-wo ~#-^",
    -38: "do-le yi-wei",
    -39: "~a-^ ~i-en-an ~iao-u ~u-i-ai",
    -40: "xin-tiao",
    -41: "#-hen-^ du-zi ~^-e",
    -43: "tu-lan",
    -45: "bie-de",
    -46: "xue ~^-ai",
    -47: "huan",
    -49: "~i-e-^",
    -51: "xiong",
    -53: "kou",
    -64: "xian-zai",
    -303: "^",
}
