"""What emergency sounds like: weight to grams. Written by tests/training/danger_by_sound.py."""

BIAS = -13
THRESHOLD = 0
GRAMS = {
    91: "xue",
    88: "xiong",
    80: "tu zui",
    76: "jiao",
    69: "cuan",
    66: "hei",
    65: "qi",
    63: "kou",
    61: "~in-iao",
    59: "cou luan yin",
    55: "di-san pen",
    54: "ha kuai",
    53: "#-bian bu-zu hu-xi",
    52: "~i-ue ~ong-e",
    51: "dao",
    50: "tu-lan xin-tiao",
    49: "bian",
    48: "hun",
    47: "dao-le yan zen-me ~uai-ai",
    46: "qi-le-^ ~o-ua",
    45: "tan",
    44: "gan-cai ta ~i-e-^",
    43: "du-zi ~iao-ui",
    42: "~ie-en ~in-ou ~iong-en",
    41: "#-len dong hei-de jin-tian len-si si-hei ~e-a-e ~ei-ong ~ou-ong",
    40: "hou-long wo-cuan xian-zai ~i-ia-u ~u-in",
    39: "#-zi an bu-tin mao se-tou ~ai-ue ~ian-ai",
    38: "gan quan ten xin za ~in-u-en",
    37: "kai-si wo-wo yan-jin zin ~#-ou ~ui-un",
    36: "dao-ge hua ka ku len-han si-tou so-# ten-de zi ~ou-i-ai ~ui-an",
    35: "bu-cu co cu san-zi xue-# ~a-in ~i-uan ~iong-ou ~u-i-ai",
    34: "#-sen #-ta bu-qi-lai dao-qi ge-le-zi jin-qu la-bu tou ~ai-iu ~ei-in ~i-u-u ~in-ian ~u-an",
    33: "#-yan cai-# du le sen ~#-a ~an-ai ~an-in-an ~e-e-i ~e-o-e ~e-ou ~ia-ian ~u-e-# ~u-in-e",
    32: (
        "cuan-de hu huan long mi-hu mo tong xia-mian xin-kou xiong-kou ~#-o ~ai-u-i ~an-# ~e-ian-a "
        "~ong-ong ~u-e ~u-ua "
    ),
    31: "lian-dou si-xue ~ia-a ~u-u-^",
    30: (
        "bai bo mei-jin qu-le se tou-da wan-xia wo-lao yui zu-^ ~a-ian-ai ~in-iao-# ~ui-ong ~ui-u-in ~un-o "
    ),
    29: (
        "#-ji ai bu-dong bu-zu-^ di-san-le liao mei-qi-le ze-hui zi-jue zo-bian ~#-iu ~#-ou-# ~an-u "
        "~ao-ui-an ~i-an-uan ~i-uai ~iao-u ~in-en ~in-ong ~o-a-ao ~ong-a ~u-u "
    ),
    28: (
        "an-^ bu-xin ha-zi hong-de hu-hua li-men-so lian ma-ma sen-zi so-#-ju wo-ma xin-tiao-# ya-wo "
        "zai-an zui-cun ~a-a ~e-ian ~ei-an ~ia-en ~ian-ei-e ~in-v ~o-u-ao "
    ),
    27: (
        "#-xin ^-wo-gan bian-lian cong da-cu go-lai han-le-# le-zi le-zi-ji len-dou len-yao pai qi-lai "
        "qia tiao-# tou-le tui ya yun zo-qi ~#-e-ong ~an-an-u ~an-ui ~en-ai-e ~in-an-ian ~ou-en-e ~un-en "
        "~un-o-u "
    ),
    26: (
        "bu-qin ci-go cuan-bu dao-ge-le de-da de-mai die gan-tu ge-zi jin la-dao-ge le-lian li-xian "
        "mei-han mo-ze sou-bu xia-qu-le yin-wo zan-bu ~#-en ~#-en-ao ~ai-#-e ~e-a-ian ~e-an-in ~ian-iao "
        "~u-# "
    ),
    25: (
        "#-kou #-pian ^-wo-si a a-wo bo-zi bu-hao cou-le hun-sen jiao-bu le-hao men-so mian pin-an-mian "
        "po-le so-hua tai-bu tuai wai xian-you yan-# zai-di zi-xia ~#-ia ~ai-an-ei ~ai-ong ~an-#-an "
        "~ao-o-ue ~e-e ~e-i-i ~e-uan-u ~ei-a-e ~ei-an-ai ~en-en ~en-i-en ~i-en-# ~i-iu ~iao-# ~iu-ai-i "
        "~o-e-o ~o-ian-ai ~o-iong ~u-ian-e ~ua-e-^ ~ui-ui "
    ),
    24: (
        "#-bian-lian #-xi ben-kai ben-kai-le bu-yin cu-lai cuan-qi de-sou diao dou-tan hu-lu ka-zai kui "
        "lai lao-ban le-xue li-kuai quan-si sen-^ sian tan-bu tu-le wan-wai xin-gen xiong-ten zen-ge "
        "~^-ei-a ~ai-u ~an-ai-u ~an-ou ~e-o-a ~en-ai ~i-uan-i ~ia-#-ia ~ian-e-ou ~in-o-en ~o-in-ai "
        "~ong-u-e ~ou-un ~u-ai ~u-ai-o ~uai-ai-en "
    ),
    23: (
        "bai-you bu-go bu-lai ce ci-xia-qu ci-ze dei dou gao-sao kuai-pai le-tu le-wo-ba li-tou-le "
        "mei-xin qu-le-^ si-hu sou-jiao tan-bu-xia ti wei-^ xia-#-xia xian-^ yan-qian yao-de za-dao "
        "zao-san ~a-ao-e ~ai-ong-i ~an-i-ou ~an-ian-u ~an-u-ia ~e-#-ian ~ei-i-ue ~en-ong ~i-in ~i-ue-e "
        "~ia-in ~ian-ao-ou ~iu-u-e ~o-u-e ~ou-ei ~u-ai-i ~ui-i "
    ),
    22: (
        "bu-xin-le cou-^ dao-zai de-da-bian de-dao ha-xian hai-hao-hao hao-xian hou-bei jin-cong kou-# "
        "le-tu-le len mei-zi-jue sa-bai sen-san sin tai-pan xi xin-lv xin-zai zi-tou zu-le ~^-ei-i ~a-# "
        "~a-a-an ~a-e-ou ~a-ou-a ~a-ua ~ai-ou ~an-ou-iu ~ao-ao ~e-i-# ~ei-an-in ~en-e-an ~en-uai-ai "
        "~i-an-e ~i-in-u ~iao-ian ~iao-u-in ~ou-e ~ou-i-en ~ou-ia ~u-an-u ~ue-u "
    ),
    21: (
        "#-len-yao ba-# ban-^ bu-zen cou-le-# cun ge-ce go-qu gun han-le hui-er jiao-bu-xin ka-zu ku-zi "
        "le-cong le-le li-tou si-hei-de si-hu-si so-ze sou ta-ye tan-dou yin-^ zai-xia zo-qi-lai zong "
        "zui-zui ~#-ian-en ~#-ui-e ~ai-i-# ~ai-ia ~an-e-# ~an-ian ~e-ao-o ~ei-e-en ~en-an-^ ~er-o "
        "~i-in-en ~i-ou-# ~i-ui ~iu-uan ~o-#-u ~o-i-ou ~o-u-ua ~ong-e-e ~ou-a-u ~ou-iao ~u-en-an ~u-i "
        "~un-e "
    ),
    20: (
        "#-gu ^-gan bao-# bi-de ci-le cong-zo da-hu-lu da-yin dao-di-san dian-#-ta jie-de lao-tai-tai "
        "pian-le pin-an pou si-hui si-si so-man ta-jiao tin-si tou-le-^ wei-bu-jin wo-la-dao xia-ba "
        "xin-go xiu-ke xou yao-dao-^ zen-ze zi-li zu ~#-ia-in ~#-in-en ~^-an-ou ~^-o-an ~a-ai-ou ~a-ao-o "
        "~a-o-o ~a-u-ian ~ai-an-i ~ai-en-o ~ai-i-a ~ai-in-iao ~ai-iong ~an-ao-an ~ao-ao-^ ~e-ou-ou "
        "~ei-en-in ~en-en-i ~i-u-ai ~ian-ao-uan ~iu-ao-e ~o-en-ai ~o-u ~ong-i ~ou-ao ~uan-en ~uan-i-ia "
    ),
    19: (
        "#-ge #-tian #-zi-da ^-bao ^-wei ba-#-zen be bin-lian bu-zen-yan cai-len-cuan cuan-# dian-wo "
        "do-xue ha-hei hai-hao hu-ce jiu-si kai le-you li-mao mei-qi pai-ge qong sai sen-dou ta-len "
        "tai-tai tia tin-# tin-de tin-de-si wo-si-hu yi-wei yun-le zai-lian ze-hui-er zen zen-yan-^ zi-bu "
        "zong-de ~#-ian-ia ~a-an-ei ~a-ao-ai ~a-ei ~a-iong-ou ~ai-a ~ai-ou-u ~an-u-ian ~an-ui-ai ~an-ui-o "
        "~ao-i-e ~e-ui-er ~ei-ong-^ ~ei-ou-e ~en-an-ian ~ia-u-i ~in-e-ian ~iu-ai ~iu-in ~o-ai-en "
        "~o-an-ian ~o-in-u ~o-uai ~o-uan-u ~u-i-en ~ua-ua ~uai-ao ~ui-er "
    ),
    18: (
        "#-xia-tin bu-da-yin bu-go-lai cai-len can-zi cu-da cu-lai-si dao-su dao-xia de-yao dong-le "
        "dou-zi er-do ge-le go-ju guan-li hai-so hao-do-xue jia-si jiu-jiu jiu-wo kou-tu-bai kuai-kuai "
        "le-#-pian le-gan le-yan len-cuan liu-kou me-an me-le-ma mei-zi mo-bu po qi-le san-han sen-yin "
        "tai-bu-qi tu-le-# tu-xue-le wo-zen-me wo-zui xen xia-qu xia-tin zai-san zen-me-an zi-bu-zu "
        "zi-ji-de zi-xian zou-tin ~#-an-ie ~#-en-u ~^-o-uan ~a-e ~a-ia-ai ~ai-#-ian ~ai-e-an ~an-ai-i "
        "~an-i-ian ~ao-i-ou ~ao-ian-ai ~ao-u-ei ~en-# ~en-an-ai ~i-ai-^ ~ia-i-i ~ian-u ~iu-ou-ui ~iu-ui "
        "~o-o-uan ~o-ui-a ~ong-an ~ong-ei ~ou-en ~ou-ong-i ~ou-ong-ong ~u-a-i ~u-e-ai ~u-e-o ~u-in-ou "
        "~ua-ou ~uai-uai ~uan-u ~ue-# "
    ),
    17: (
        "#-bian-sen #-mo ^-wu bu-ku ce-so cen-# cu-han cu-qi da-# do-so gan-you go-qi hei-le hu-hu "
        "hua-de-^ hua-hua jin-zen jiu-de jiu-hu kou-li kou-men kou-sui kuai-lai lai-yue lao-tai le-ba "
        "le-zui len-ha lian-ha liu lu-san mai-bo me-le mei-li mei-sen mei-xin-go men-kuai-pai san-bu-lai "
        "sou-la-bu sou-wan sou-zi ten-xian tiao-de tuan wo-wo-cuan xian-zai-lian yan-jin-zen ye-si "
        "yi-dao-su you-bian zan-ze zi-zui zui-ma zui-wai ~#-an ~#-e-iao ~#-ian-ian ~a-u-ong ~ai-iong-ou "
        "~ai-ou-ao ~an-ai-ao ~an-u-an ~an-un ~ao-an ~ao-ia-a ~ao-ui ~e-iao-e ~e-uan ~e-ue ~ei-i-e ~i-un "
        "~in-ai-a ~in-e ~in-e-i ~in-o ~iu-ie ~iu-ou ~o-u-in ~o-u-u ~ong-i-ai ~ong-ong-e ~ou-in-^ ~u-a-in "
        "~ua-an ~uan-# ~uan-e ~uan-u-an ~ue-ai ~ui-a "
    ),
    16: (
        "#-ji-^ ^-wo-ze ai-yo bi-zi bian-sen bu-dao ce-wo-bu ci-xia da-wan dan dao-da de-sou-wan diao-cu "
        "diao-cu-lai dou-hei dou-hong ge-ce-^ gou-yao gu-# han hao-do hui-so ji-de-sou jiao-ze jin-qu-le "
        "kan-bu-jian la-pin lai-qi lao-gong le-yan-jin ma-li mei-yong pai-ge-ce pao qi-^ sao-# sen-wan "
        "sou-wan-^ suai tin-#-xia tu-bai tui-ta wai-le wo-gan wo-zai-an xi-ye xia-tin-de xiao-suan "
        "xiong-men ya-le yao-dao yao-dou yao-yun zai-xin ~#-ia-i ~#-o-# ~a-#-e ~a-ao ~a-en ~a-iong ~a-u-a "
        "~ai-iao-u ~an-an-an ~an-an-e ~an-i-iu ~an-in-en ~an-iong ~ao-ai-ai ~e-ui-un ~en-a-ian ~en-ian "
        "~en-iu ~en-ou ~i-en-ai ~i-ong-u ~i-ui-ou ~ia-# ~ian-e-ai ~ian-ei ~in-#-ia ~in-en-i ~in-ou-ong "
        "~iu-i-ou ~ou-u-in ~ua-i ~uan-an-ou ~ue-a ~ue-ian "
    ),
    15: (
        "#-zen ^-hu-xi ^-wo-cuan ^-you-mei ban bian-sen-zi bu-lai-qi cai-tu ci-le-# cuan-bu-go da "
        "dao-xia-ba de-#-bian diao-le dou-qin dou-wu dou-zi-le gan-tu-le gan-zai ge-xiao-si go-min "
        "han-bai han-yin-^ hei-le-^ hian hong hua-de hui-han-wo jue ke-xue lan-# li-zen-me liu-kou-sui "
        "ma-li-zen ma-ma-li mei-dong mei-huan qi-# qi-dai qi-duan quan-ci-xia quan-sen san-du san-zi-li "
        "sen-si sou-ye tu-de wan-# wo-yan yao-mei ye-zu yue-lai zai-an-wo ze zi-diao zua ~#-o-en ~a-#-en "
        "~a-a-in ~ai-ao-ao ~ai-o-ua ~an-i-in ~an-ia-iu ~ao-uan-i ~ei-en-e ~ei-in-^ ~ei-in-o ~en-an-u "
        "~en-iao ~en-ong-e ~er-o-i ~i-#-o ~i-en-uai ~ia-a-an ~ian-a-e ~ian-ai-ou ~iao-a ~iao-ou-in "
        "~in-i-uan ~in-o-ai ~iong-en-e ~iu-iu ~o-e-ue ~o-ue-# ~ong-ou-i ~ou-#-ia ~ou-a-i ~ou-i-# ~ou-i-ue "
        "~ou-ou-e ~u-#-en ~ua-en ~uan-i ~uan-u-o "
    ),
    14: (
        "#-hui-le #-ma #-pen ^-a ^-li-wen ^-san-kou ^-wo-# ban-zi bin bo-# bu-qi dao-li-tou de de-dong-xi "
        "de-gan de-li-hai de-xue di dou-hong-le gan-gan-tu hong-le-^ hu-ce-wo hui-de hun-go jiu-hu-ce jui "
        "ke-si kou-ten-de kou-tu le-len le-tan li-# li-zen lian-dou-qin lu luan-de ma-tu man-le "
        "mei-han-yin pi san-bu ta-mei ta-ta tan-xia ten-de-bu tu-xian wai-pen wan-di wan-wai-pen wo-xiong "
        "xia xian-sai xu-# yan-pi yao-dan yin-le zai-san-zi zen-me-le zi-hen zi-mao zo-sou zo-tian-wan "
        "zong-le zui-ba zui-li ~#-ei-iu ~^-o-# ~a-e-a ~a-iao-^ ~a-uai-ai ~ai-ei-in ~an-in ~e-a-ao ~e-e-o "
        "~e-iao ~e-o-ai ~e-o-u ~e-ong-ou ~e-ou-an ~e-u-e ~ei-ai-e ~en-e-uan ~en-en-a ~en-i-an ~en-o-in "
        "~en-u-i ~en-ue ~ia-e-a ~ia-u-# ~ian-iu-a ~iao-#-^ ~iao-ian-ai ~iao-u-ai ~ie-e-ian ~in-e-^ "
        "~o-#-an ~o-a-an ~o-in-ou ~ong-e-an ~ong-e-ao ~ong-u-i ~u-i-# ~u-in-i ~u-ue-e ~ue-ai-ue ~ue-an "
        "~ui-# ~ui-#-i ~v-e "
    ),
    13: (
        "#-hei #-ju #-xia #-xia-you ^-can bai-mo bai-yan bei-xian bie bu-tin-si cu-lai-de cua cuan-cuan "
        "dai-zi de-bu-gan di-#-tian dong-jin er-mei ge-bo go-qi-^ hai-so-# han-dou han-yin hei-de-gen "
        "hen-zong hui-le ka-zai-san ka-zu-le kuai-gei lan-dong le-cuan le-li-men li-tin lian-bie "
        "mei-dong-jin mei-tin-^ men-de qi-yao qin qua tiao-#-^ tin-si-huan tong-kong wei wo-ba-mei "
        "wo-cuan-cuan wo-ma-tu xi-qi xian-ya xin-go-lai xin-zan xiong-kou-men you-han zai zai-liu "
        "zai-xin-tiao zai-xiong zan-bu-qi zi-yan zi-you-# zie ~#-a-ong ~#-en-ong ~#-i-iao ~ao-e-u "
        "~ao-ou-i ~e-a ~e-ao-i ~e-en-an ~e-ian-iong ~e-iao-i ~e-ie-# ~e-ou-e ~en-in-a ~en-u-ai ~i-ao-ian "
        "~i-e-ei ~i-ei-i ~i-ian-in ~i-ou-u ~ian-#-ao ~ian-ai-ian ~ian-ai-ue ~ian-e-o ~ian-ou-en ~iao-uan "
        "~in-u-e ~o-a-ei ~o-uan-uan ~ong-i-ou ~ou-an ~u-an-en ~u-an-ong ~u-o-ai ~u-ou-ao "
    ),
    12: (
        "an-xiong bie-de bu bu-go-qi bu-jiu bu-san ce-wo cuan-cuan-bu da-han da-tui dao-da-tui de-gen "
        "de-la-ge de-zo gan-cai-tu han-bai-yan hou-long-li hu-tu hua-^ jin-zao jiu-si-gan kan-dong-xi "
        "le-zen-me len-^ li-hai mai mei mei-liao men-de-huan pai-ce si-go-qu si-zo suai-xia ta-lian "
        "ta-zui tou-ten tui-bu-xin wa-wa wo-lao-po wo-ze-hui xian-hong xin-kou-ten xiong-ten-de xue-ya-# "
        "ya-# yao-quan-ci yi-dao yue-lai-yue zai-xiong-kou zi-you ~#-en-en ~#-i-iu ~a-a-i ~a-an-in "
        "~a-u-an ~ai-i ~ai-iu-ou ~an-a-# ~an-i-an ~an-in-iao ~an-un-o ~ao-ei-ong ~e-ian-ie ~e-o-ui ~e-u-# "
        "~ei-uan ~en-#-e ~en-o-e ~i-# ~i-a-ao ~i-e ~i-ian-ai ~i-iong ~ian-e ~ian-ong-e ~ie-in-e ~in-ian-# "
        "~in-ou-en ~iong-ou-en ~ong-en ~ong-iu ~ong-ou-ong ~ou-o-u ~ou-u ~u-ong-ao ~uai-iao ~ui-an-ai "
        "~ui-i-u ~un-en-en "
    ),
    11: (
        "#-ge-zong #-gu-# #-mo-# #-xia-zi #-zao ban-ban bian-ge bo-tui bu-san-lai cen-cen ci-co ci-xian "
        "dao-di di-jiao diao-xia dong-^ dong-bu-le dong-xi-# dou-si dou-tou ge-bo-tui ge-len-dou go-qu-le "
        "gu-#-gu hua-dou jiu-cou jiu-min kuai-gei-wo la-bu-zu lian-sa-bai mian-yao-quan mo-#-yan qi-kuai "
        "qi-lai-^ san-lai si-huan si-xie su-wo ta-ci ta-cou ta-zo tiao wan-san-han xi-# xia-# xu "
        "yan-jin-wan yao-duan ye-mei ye-wai yun-go zai-cou zai-jia zi-liu zi-tin zo-ge-bo ~#-i ~^-uai "
        "~a-e-e ~a-i-en ~a-iao ~a-ong ~a-uai ~ai-o ~ai-ue-a ~ai-ui-i ~an-ou-an ~ao-e-ian ~ao-un ~e-e-a "
        "~e-in-e ~e-o ~e-ou-ong ~e-ua ~e-uan-^ ~en-#-i ~en-#-u ~i-#-i ~i-ai-iu ~i-ai-o ~i-ei-e ~i-i-uan "
        "~i-ia ~i-in-e ~ian-# ~iao-e ~iao-in-ian ~iao-ou ~o-i-^ ~ong-e-ou ~ong-ui ~ou-ei-an ~ou-i "
        "~ou-in-ou ~ou-uan ~u-a ~u-an-ai ~u-an-i ~u-e-^ ~u-en-en ~u-u-a ~u-u-en ~u-ue ~ua-ian ~uai-ei-o "
        "~ue-an-e ~ui-o-e "
    ),
    10: (
        "#-ge-zi #-sin bian-ge-bo ce-^ ci-lai diao-xia-lai du-zi-san ge-zong ge-zong-tou gong ha-qin hi "
        "je jian-ban jie-# jin-wan-san lan le-bu-ku len-han-^ len-jiao li-men-kuai li-quan lian-zong "
        "lu-hu me-han mei-sen-le men-kuai ou-^ san-zi-yan si-de so-hu so-hu-hua tan-le tou-de tu-le-you "
        "tu-xue wo-an wo-cuan-bu xe xia-zi xian xian-hong-de xian-zai-xin ya-yao you-xiao you-xue "
        "yun-go-qu ze-dou ze-ten zo-ge zong-mei ~#-i-ai ~#-u ~^-ou-ao ~a-an-u ~a-iu-ou ~a-ui ~ai-#-ou "
        "~ai-o-a ~an-ai-un ~an-an-i ~an-ian-ao ~ao-e-i ~e-a-a ~e-ai-# ~e-ao ~e-u-in ~e-uai ~e-ui ~en-iong "
        "~i-an ~i-i-e ~i-u-ou ~ian-ai-uan ~ian-iong-en ~ian-ong-ong ~ian-u-in ~iao-ao-# ~iao-en "
        "~iong-ou-a ~iong-ou-ao ~o-e-ian ~o-iao-iu ~o-o ~o-o-ua ~o-ua-ian ~ong-ou ~ou-an-u ~ou-ian-e "
        "~ou-ue ~u-ao-in ~u-en-e ~u-i-i ~uai-ian ~ue-uai ~ui-iao ~un-ao "
    ),
    9: (
        "#-ke ^-bao-bao ^-hai-zi dao-zai-di de-ji ha-gao hua-ye jian-hu kou-men-de kou-xue kuai-lai-len "
        "lai-de lai-zui man mu qi-lai-jiu si-de-^ si-tou-# ta-dao ti-wen-# wai-mao wan-wai-mao wen-#-du "
        "wo-bu-xin wo-so-hua xue-tan-le xue-zi-bu ya-guan zai-ce zi-xi-le ~#-an-ong ~#-e-i ~#-i-an "
        "~a-#-ian ~ai-#-ia ~ai-a-ao ~ai-ao-an ~ai-i-ou ~ai-u-ue ~ao-ai-i ~ao-ao-# ~e-ong ~e-u-u ~ei-o-iao "
        "~en-an ~en-uai ~i-#-ui ~i-ai ~i-an-ai ~iao-ao ~ie-en-e ~in-an-an ~in-uan ~iu-in-a ~o-ai-^ "
        "~o-i-ue ~o-ue ~u-e-ou ~u-i-an ~ue-a-# ~ui-e "
    ),
    8: (
        "#-hen-zong #-ju-hua #-xi-qi ^-wa an-bu an-bu-zu bu-jian cu-lai-le da-yin-^ dao-le-lian dao-xian "
        "de-xian dong-bu dou-bu dou-ha ge-ge guan-yao-de ha-lian hai hin jiu-cuan kai-le le-hao-ji le-ta "
        "len-jiu li-quan-si lian-sa liu-^ pen-^ qi-dou quan-ci san-diao-xia sen-len si-gan si-ta tou-yun "
        "wo-jiao xue-ya zi-wan ~#-ia-o ~#-in ~a-an ~a-en-an ~a-un ~an-ian-# ~an-iao-ia ~an-uai ~an-ui-i "
        "~e-iao-u ~e-iong-ou ~ei-an-ui ~en-ai-ou ~en-ou-an ~i-iao ~i-ue-i ~ia-u ~ian-ai-a ~ian-e-ui "
        "~ian-ong ~ian-u-ua ~iao-ia-ai ~ie-# ~iong-u ~o-an-i ~o-e-ou ~ong-ao-an ~ou-#-ou ~ou-ei-in "
        "~ou-u-u ~u-#-a ~u-i-u ~u-in-u ~u-u-u ~ue-ui "
    ),
    7: (
        "#-cou #-da ^-kuai ^-yi bian-tong bu-dong-le cuan-bu-san da-ge dao-xian-zai guan hu-hua-^ "
        "kou-xian san-qi xue-zi ya-guan-yao zai-tu zi-ci zi-le-^ ~#-a-an ~#-u-an ~a-i-^ ~a-u ~ai-o-u "
        "~an-ai-an ~an-ong-i ~an-u-ai ~an-u-in ~an-uan-i ~ao-ia ~e-an ~e-iong ~ei-e ~en-a ~i-ou-e ~ian-an "
        "~iao-i ~o-ai ~ou-# ~ou-en-ai ~ou-in ~u-a-a ~u-o-i ~u-ua-^ ~uan-e-i ~uan-iao ~ue-en ~ue-i-u "
    ),
    6: (
        "#-xia-wo ^-da-wan ^-hu bai-mo-^ de-huan gan-gan guan-yao kou-wo kuai-jiao lai-jiu lai-len-a mi "
        "ou qin-le qu-# sao si-ben si-ben-len ta-gan ti-wen tong-de wo-ba ye-ye zai-di-san ~#-ie ~#-u-ua "
        "~a-an-ai ~a-o-a ~an-i ~an-ia ~ao-uan ~e-ai-ei ~ei-i ~er-ei ~i-a ~i-iao-u ~in-u ~o-en ~o-uan "
        "~ong-ian ~u-ou ~ua-e ~uai-i "
    ),
    5: (
        "^-ci ben bian-sou cen cu-bu hai-mei hun-go-qu ji-hen le-sou si-tou-le tiao-tui tu-bai-mo xie "
        "zi-dou zi-yin ~a-a-u ~ai-uan ~e-i-ai ~e-ian-u ~en-e-u ~i-e-ou ~ian-ai-in ~ian-iong ~in-ui "
        "~ou-ong-e ~ou-ui ~u-an-ui "
    ),
    4: (
        "^-hai ^-lao cai gu ju-hua la-ge mo-^ pian wa ~a-i ~a-in-^ ~an-uan ~e-en-ai ~i-an-u ~ia-ai "
        "~ian-en-i ~uan-i-ue "
    ),
    3: (
        "#-tiao bao-bao wo-yao xin-huan zi-le ~an-ong ~ao-ai ~ao-ei ~i-ou ~ian-ie ~in-ua ~o-e-ui ~ou-ian "
        "~uan-an "
    ),
    2: "a-^ di-# ju zo ~#-ian ~^-a-a ~^-ao-ao ~a-uan ~an-#-ian ~o-iong-ou ~u-#-u ~u-u-ai ~ua-^",
    1: (
        "^-ta de-zui ge-da jian ke lai-len ma pu xan ~ai-en ~ao-# ~e-# ~en-e ~ian-a ~o-an ~ou-ou ~u-ian "
        "~u-u-e "
    ),
    -1: "#-lou ~#-ue ~an-u-u",
    -2: "kong kou-ten wo-zi xin-le ~e-#-i ~i-ao ~ian-en ~ie-e ~in-an ~ou-a",
    -3: "#-ci ~^-a-u ~ai-# ~an-ian-a ~ou-#-ian",
    -4: "lian-le yao-wo ~^-ao-i ~i-ao-o ~i-o ~i-u-e ~o-er",
    -5: "dong-xi si-le ~^-en-e ~a-e-^ ~an-ao ~ao-in ~ei-ou ~en-^ ~ian-ou ~iu-e ~o-ian ~uan-e-^",
    -6: "le-wo qu-^ ta-^ yi-qian yi-sen-so ~ai-an ~e-ian-ai ~er-i ~i-u ~ia-^",
    -7: "^-lin er-zi gei-wo si-# su zi-wo ~i-a-^ ~i-e-ao ~ian-i ~o-i-e ~ou-u-^",
    -8: (
        "^-len ^-wan din jiu-ze le-# li-le ma-han sen-so so-yi you-ge ~e-i-a ~ei-o ~en-i-^ ~ou-#-e ~ou-o "
        "~u-ian-o "
    ),
    -9: (
        "^-# de-wo le-wo-jiu mei-le san-ge-yue sui wo-jiu-xian xia-wu ~^-# ~^-en-i ~a-ai ~a-ao-^ ~ao-i-i "
        "~ei-u ~ia-e ~o-e "
    ),
    -10: (
        "#-jin ba-^ bai-tian bu-ten-^ can da-lai da-wo dian-xue gan-jin gan-sa gao-^ guan-le gui-lv "
        "han-bian han-zai jiu-mei-le la-tian le-#-lian le-wan qi-le-# sao-le sen-# tian-wo you-si-hou "
        "~^-i-u ~^-ian-ian ~ai-ian-# ~e-iu ~ei-u-an ~en-o ~ian-ai-# ~in-i ~o-ao-i ~o-iu-ian ~ui-ai-^ "
    ),
    -11: (
        "ci-^ go-^ hu-^ ji-tian ji-zu jie-le kan-^ le-mei mei-you-^ san-ge sen-de si-la tiao-xia xa "
        "you-sen yu zai-le ~#-ian-# ~#-ian-o ~^-ai-u ~^-ei ~^-u-uan ~a-o-u ~an-o-an ~e-o-iu ~i-ou-ian "
        "~ian-ian-ou ~in-^ ~iu-i-ian ~o-a-ou ~ou-ian-a ~u-iao ~u-o-e "
    ),
    -12: (
        "^-la-ge ^-yao ^-zai bao-ze bo-da-de can-^ da-hu da-suan dian-er dou-xin gen-ta gou-le ha-ha "
        "han-zen jiu-le le-^ lian-qian lin-bo-da sa-^ san-wu si-wo si-xian song-le ta-si tai-du xian-bu "
        "xian-qi xian-wen zen-si ~#-e-# ~^-an-ian ~^-in-o ~a-i-ai ~an-en ~an-ian-^ ~an-o-in ~ao-u-e "
        "~en-i-o ~i-i-ong ~i-ou-an ~in-i-o ~iu-ei-e ~o-ai-ai ~u-ian-i "
    ),
    -13: (
        "^-hao ^-wo-xian bian-san bin-han bu-le-^ cen-le ge-# gen hou-wo jiu-xi la-hui-er li-zi lian-tou "
        "lin-bo mei-tian qian-de si-san si-zu sun sun-zi wo-bu-xian wo-qu yi-sen yue-# zan-^ ~#-e-^ "
        "~^-ui-u ~a-ou-e ~a-ui-er ~ai-ou-i ~an-o-u ~an-ou-ian ~ao-ou-ai ~e-a-^ ~e-e-an ~ei-ou-^ ~en-e-i "
        "~i-e-ia ~i-e-o ~i-en-u ~i-u-uan ~ian-ian-en ~in-i-ou ~o-a-e ~o-en-o ~o-ian-a "
    ),
    -14: (
        "^-gao-ya ^-liu ba-yao bo-da bu-han bu-xian-zai ca-le di-ya di-ya-# gao-ya-# ge-li hou-# hu-ca "
        "hui-bu jiu-go len-le li-de mai-le qu-lian san-ban sen-xia si-hou si-yao tian-ba tong-le wan-le "
        "xiao-le you-^ ~#-ei-i ~#-ui-i ~ai-an-# ~ai-e-e ~ai-i-ai ~an-^ ~an-e-en ~an-o-en ~ao-e-^ ~ao-o "
        "~e-o-ei ~ei-ei ~i-ao-a ~ian-o-e ~ian-ou-# ~in-e-o ~iong-ou-u ~o-an-e ~o-i-ao ~o-i-i ~o-o-i "
        "~ong-uai ~ou-#-en ~ou-en-o ~u-e-ei ~uai-in ~ui-u-e "
    ),
    -15: (
        "#-yue ^-wo-er bu-ci ci-bu dian-#-^ dui-bu gao-ya hai-xin hao-le-^ ho-ze hu-si jia-^ jia-li kua "
        "le-zai len-ci mei-de sa-bu sui-bu ten-^ tian-dou tian-jiu tin-hao wo-hai wo-mei wo-sou wu-li "
        "xin-li xiong-kou-bu ye-bu ze-me ~#-en-e ~^-ei-en ~a-e-ei ~an-i-e ~e-iu-i ~e-o-ian ~i-e-e ~i-i-en "
        "~in-o-a ~iu-i-ai ~o-ai-ian ~o-ian-en ~ou-i-o "
    ),
    -16: (
        "#-bian-^ ^-li-men ba-zi-ji cuan-hu ge jian-^ la le-la le-lan pian-zi qiao wao wen xia-de xian-# "
        "yao-len zai-ci ~#-ian-^ ~^-an-u ~^-i-ai ~^-o-er ~a-u-o ~ai-o-ao ~ao-i-en ~i-ian-e ~ian-an-a "
        "~in-i-ian ~iu-ia ~u-an-^ ~u-ian-ai ~u-o ~u-ong-i ~ui-u "
    ),
    -17: (
        "#-qi ^-so ^-ta-xian ^-tin ^-xue-ya bu-lan hua-wo jie jin-lian la-zen lou-xia ma-^ men-la "
        "qian-lian san-li-bai so-^ so-si wo-dai xin-de yue zai-da ~^-a-e ~^-an-# ~^-ao-a ~^-o-u ~^-ue-a "
        "~a-e-o ~ai-ai-e ~ai-an-e ~ao-o-e ~e-ai-in ~e-e-^ ~e-en-# ~ian-ai-ai ~iu-u-u ~u-in-an ~ui-u-i "
    ),
    -18: (
        "#-du-# #-zi-ze ^-an ^-lu ^-you ^-ze bu-de bu-tong cu-qu dan-zi du-# gai-# ha-^ ji jiu-hao ken "
        "kou-bu kou-cu-lai lai-le-xian me-si qian suan wu xin-^ zen-can zi-ze-yan zou-de ~#-e-ian ~^-ian "
        "~^-ian-ai ~^-iao-e ~ai-e-^ ~an-#-e ~an-an-^ ~an-in-e ~an-o-i ~e-i-an ~e-ian-ua ~e-in-i ~e-u-ian "
        "~ei-an-i ~en-ia ~i-^ ~i-ao-e ~i-in-ei ~ian-#-^ ~ian-o ~iu-i ~ui-ei "
    ),
    -19: (
        "^-xian ^-yao-si dao-wo gen-wo kou-cu lan-ta li-men ma-wo sou-su su-hu wo-ye xian-zai-hao xin-wo "
        "zai-hao ze-le-^ zi-ze ~^-iu ~^-ou ~a-e-ian ~e-en-^ ~e-en-i ~i-en-a ~i-o-ai ~i-o-en ~ian-e-a "
        "~u-in-ai "
    ),
    -20: (
        "bu-lu cu-yuan dian-^ do-le du-#-^ go-le ji-bu le-bu le-so le-yao li-bai xi-^ zo-tian zong-^ "
        "~^-en ~^-i ~ai-ai-ou ~an-o ~ao-an-a ~ei-ui ~en-e-ou ~i-an-o ~i-ao-an ~ian-er ~in-ian-ai ~o-#-ian "
        "~o-a-ai ~o-i-an ~o-ian-in ~ou-ou-i "
    ),
    -21: (
        "#-lian-le ^-sou bao ce-de dao-si gua jin-lai len-bu-len me min pei san-li sou-^ suan-le wo-bu "
        "wo-dou zai-wai ~#-ia-u ~a-o ~a-ou-i ~an-u-ao ~ao-i ~e-i-o ~ei-ai ~en-o-an ~i-ian-i ~i-o-a "
        "~in-e-# ~iu-an ~o-i-ian ~o-ia ~o-u-i ~ong-^ "
    ),
    -22: (
        "#-dian ^-ten ba-le bei-zi jiu-xian la-# le-si li-you song yan-^ zao zen-zi ~^-ei-ou ~ai-an-ai "
        "~ai-e-ian ~e-u-i ~ei-i-ou ~i-i-^ ~i-ong-i ~in-ao ~o-ou ~o-u-ian "
    ),
    -23: (
        "#-^ ^-bu ^-la ba-zi ca de-len la-si mei-tu si-zai tai xin-bu-xin you zu-yuan ~#-^ ~^-u ~a-ou-u "
        "~ai-i-e ~e-^ ~ei-un ~i-ou-a ~uan-a-e "
    ),
    -24: (
        "bu-zai ge-len hao-^ lu-yin ta-so yin-wei zui-hou ~^-e-i ~^-o ~ao-u ~ian-ai-ao ~o-ei ~ou-ai "
        "~ou-en-i ~ua-a "
    ),
    -25: "bian-^ dian ta-men tie xian-ze ~e-ei ~u-#-^ ~u-^",
    -26: "bu-^ la-hui lai-^ lan-wo si wan-san ~^-ui ~en-e-^ ~ian-iu ~o-^",
    -27: "^-mei-you dun he mei-len sa yi-hou ~ai-ao-e ~ao-i-u ~ei-ian",
    -28: "dui gei go-# hui-lai le-sui wai-tou xiao yan-tai ~^-a-in ~^-ong ~ai-ai ~ian-ian ~ua-e-#",
    -29: "bu-yong hao le-jiu xin-bu yong ~^-in ~an-a-u ~ie-ao ~o-e-^",
    -30: "ge-yue len-bu ze-ge ~an-e ~en-u-en ~i-ua",
    -31: "ba hou tian-tian ~#-en-^ ~u-uan",
    -32: "hao-le ~o-e-u",
    -33: "zou-le",
    -34: "^-han ~^-a-ian ~in-u-in",
    -35: "#-ye jiu si-^ yuan ~iu-en ~o-ao",
    -36: "gai kan so-ta wo you-dian",
    -37: "gui jiu-bu yao-si",
    -38: "qu sen-me ~^-an ~ian-^ ~o-iu",
    -39: "#-hen-^",
    -40: "bu-ten",
    -41: "hen-^ lei ~ao-^",
    -42: "zi-dao ~a-^",
    -43: "yi",
    -46: "men tian",
    -48: "#-lian",
    -49: "wo-jiu zou",
    -50: "^-mei bu-xian wo-xian",
    -59: "#-hen",
    -61: "ho zi-ji",
    -312: "^",
}
