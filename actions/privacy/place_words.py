"""Towns whose names callers say more often as words, as data."""

from __future__ import annotations

from actions.privacy.words import word_list

WORDS = word_list("""
    acre advance adventure ago alas ali alliance along alot alpha altar amber amen anger
    antique apex arcade archer arena armour assent assumption baker banana banks banning bar
    barrier basin bath batman beach beacon bear bears begun bell bells bend berry best binder
    bishop bland bled blender blue boom bore boring born borne bosses bra brand brick bright
    broad broadway broke brush buffalo bunker burns burst bury butler cable camp canadian
    canyon carriers casino cave cedar center central centre century champion change chase
    childbirth choir chop circle clay coast col cola come comfort commerce concrete condom cook
    cottage council crane cue dare date deep delegate delta deposit did die dong dont down
    downs drama dresser drummond eagle eastman eclectic egg emblem english enter enterprise
    falcon fan federal fellowship fertile finale flushing force forest foster fountain freer
    friendship front gala gallup gaming gap garrison george give globe goes golden gore graft
    gram grant grants grave gray grove gulf hail hall halls ham handy hardy harmony has haven
    hay hazard heart heel helper highland hole holt honor hooker hooks hope horn hour hull
    humble hunt hurricane hurt imperial independence islands isle junction jupiter king kissing
    lacing lead lend lens lent liberal liberty licking lies lint lit lively lock lone lot loyal
    luck lucky lure made magenta maiden male man manage manor many maple marathon marines mark
    marks mars mat mean media meeting mentor mercedes mere meta metro miles mill mine mineral
    mission mobile mold mon monster monument moody moron most mound much mules must natives
    nave nay needles nice noble nokia none normal north northern novelty nsw obama oil olds
    opera oracle orange oriental outer outlook oven pacific page pale papa paper para paradise
    paramount parish paul peer pen peninsula pens perk perkins pest petting piano pile pine
    pioneer plains plantation plate plateau plenty plunge pole police polo ponder pool portal
    post postal pound prairie pray price principal prospect prosperity proven proves puke rabbi
    rainbow ranger raven reading reform republic reserve reunion rice rifle ripe river rivers
    romans roost rose roundup rude rugby ruse rust sale salmon salon salt sandwich save say
    section sedan see sells settle shale shepherd short silly silver sisters snakes solitaire
    son song south sparks spin split spring springs stains stamps staples star stare stave
    sterling stern stoner summit sun sunrise sunset superior supply tab tall tank tea
    temperance temple terrace them thermal tires toll tomatoes tongue tow tower toyota trail
    triangle tribune trim trinity turbo twist union unity upland vail valley van versa vert
    villa vista walden wall walls wanna warden warns warrior ways wedge weed well wells welsh
    west wick willow winner winter wise worms yea young zone
""")
