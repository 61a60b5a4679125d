"""Towns whose names callers say more often as words, as data."""

from __future__ import annotations

from actions.privacy.words import word_list

WORDS = word_list("""
    acre advance adventure ago alas alliance along alot alpha altar amber anger antique apex
    arcade archer armour assumption baker banana banks banning bar barrier basin bath batman
    beach beacon bear begun bell bells bend berry best bishop blue boring bra brand
    brick bright broad broadway broke brush buffalo bunker burns butler cable camp canadian
    canyon carriers casino cedar center central centre century change chase choir chop circle
    clay coast col come comfort commerce concrete cook cottage council crane cue date deep
    delegate delta deposit did die dong downs drama eagle egg english enterprise falcon fan
    federal fellowship forest foster fountain friendship gaming gap garrison globe goes golden
    gore grant grants grave gray grove gulf hail hall halls ham handy hardy harmony has haven
    hay hazard heart highland holt honor hooker hope horn hull humble hunt hurricane hurt
    imperial independence islands isle junction jupiter king kissing lead lend lens liberal
    liberty lit lively lock lot loyal luck lure maiden male man manor many maple marathon
    marines marks mars mat media meeting mentor mercedes metro miles mine mineral mission mold
    mon monument moody most much must natives needles nice noble normal north novelty nsw oil
    olds oracle orange oriental outlook oven pacific page papa paper para paradise paramount
    parish pen peninsula pine pioneer plains plantation plate plenty polo pool portal
    post pound prairie price principal prospect prosperity rainbow ranger raven
    reading reform republic reserve rice rifle rivers rugby rust sale salmon salon salt sandwich
    save say section see sells settle shale shepherd short silver sisters snakes son song south
    sparks spring stamps star sterling summit sun sunrise sunset superior supply tab tank tea
    temple terrace thermal tomatoes tongue tower toyota trail triangle tribune trim trinity
    turbo twist union unity valley van vista wall walls wanna warrior weed wells welsh west
    willow winner winter wise worms yea young
""")
