"""First names that a caller says more often as words, as data."""

from __future__ import annotations

from actions.privacy.words import word_list

WORDS = word_list("""
    ace add admiral aide ale alpha amber among an angel angle ants april arch archer art atlas
    august author autumn babe baby baker bali banks baptist baron basil basque bass be beat
    bee bell bent berry beta bill bird bishop blaze blessing bliss boss brain branch brook
    brown buck bud buddy bunny burns bush butler by cal cam can canal candy cannon canyon cap
    captain carry case cash champ chance charity chase cherry chin chip christian cinnamon
    clay cliff colonel comfort con constant coral cord cotton council creed crystal danish
    darling dawn de dean dell delta desire destiny dev diamond do dock doctor doll don dong
    dot dove duke dusty earl early earnest easter eden edit elder else era eve ever fairy
    faith fancy fate fed fleet flint floor forest forum foster friend gal gala garrison gauge
    gay gene general genesis german ginger glory golden governor grace grand grant graves gray
    green greet grove gun guy ha hall ham handy hang hardy harm harmony harsh haven he heaven
    hell hence herb hi hill ho holland honey hope hung hunt imo in indie infant innocent ion
    irish ivory jail january jet jewel job joke journey joy judge july june junior justice
    karma kick king kit la lady lance lane lang lawyer le lean lemon les less liberty lies
    line link little loan lone long lot love loyal lucky ma mac mad made major male man manly
    manual many maple mar marine mark marry mars marsh marshal martial master mat mate math
    may mayo media melody mentor mercedes mercy merry meta metro mile miles mills min minor
    miracle mist moody moon muslim my nail nazi neo ninja no noble north nova numbers odd oh
    ole olive oral orange owe pa page park pastor patience peace pearl peer penny pepper per
    pier ping piper pleasant porsche precious press price prince princess purity queen raid
    ransom raven reason red reed rice rich ridge rim roar rob rock rod roll rosemary royal
    rush sad sage said saint sang season see sep september server shade she shepherd sierra
    silver sim sincere sing sister skip sky so sole son song soon spring star sterling stone
    storm sue summer sun sunday sunny sunshine tab tan tea temple ties till tiny to tone tore
    toy trace treasure tri trinity true uni unique unknown urban val valid van velvet versa
    victory villa violet wage wan wash watt wells west will willow wing wolf wood worth yoga
    you young
""")
PLACES = word_list("""
    adelaide alabama america angeles argentina arizona arlington asia atlanta austin berlin
    birmingham boston bristol brooklyn california canada carolina chelsea chicago china
    cleveland colorado columbia columbus cuba dakota dallas denver diego essex florence
    florida france francisco geneva georgia holland houston india indiana ireland israel
    jersey kenya kingston london louisiana madison madrid manchester manila maryland melbourne
    memphis mexico milan missouri montana nevada orlando oxford paris philippine phoenix
    poland richmond roma rome santiago spain sydney tennessee texas trent venice vernon
    versailles victoria virginia washington wellington york
""")
