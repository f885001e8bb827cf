"""Which words are somebody's name, or a place's, and stand in any text as well?"""

from __future__ import annotations

# Given names and surnames that are words of the language, and words that a name only looks like. Written small they are
# taken for the word, written with a capital letter for the name.
_ORDINARY = """
a able act admire after again age ago aid al all alone along also alt alter always am amber an and angel any april arch
are arm armour art as ask at august autumn away axe baby back bad bail bailey baker ball band bank banks banner bar
barber bare bark barker barking barn baron bat bath bay be beach beam bean bear beard beck bed been before began begin
bell below bench bend bent berry best better bias big bill bin bird birth bishop black blade blank blessing blind bliss
block bloom blue board body bond book boot born borne both bottom bounds bow bowl bowler box boy boys branch brand brave
bread break bridge bridges bright brighter bring broad broker brook brooks brother brothers brown buck buddy bull bump
burn burns bury bush butcher butler butter button buy buyer by cage call can cancel cannon cap car card care carer carol
carpenter carries carter case cash castle certain chain chair chance channel chapel chapman charge charity charter chase
chat check cheek cherry child children chin choice christian church circle city class clause clay clear clerk click
client cliff close cloud coach coal coast coffee cold cole college colon come comes comfort confer constable constance
constant cook cooper copper core corpus cost cotton council count counts county court cousins cover craft crane cross
crown crystal cup current curry da dad daisy dale dark date dates dawn day days de deal dean dear deep deer del delay
destiny di diamond did diver do doctor dodge doe does done double down draper drew drink driver drown dry du due duke
dust duty each earl early earnest east easter edge egg el elder else english era eve even every eye factor fail fails
faith fall falls false far farmer farrow fast father favour fear feather felicity fell felt fern few field fields
figures file files fill finder fine finger first fish fisher fix flag flint flood flora flower flowers fly folk food
foot for forbes force ford forest forth forward foster fountain fox frame frank free freedom freeman freeze french
friday friend friends frost full gains gale game garden gardener garland garner gate gates gem gene gentle gentry gift
gill ginger girl give given glen glory go god goes going gold golden good grace grand grant grave gray great green grey
ground grove grow guard guess guest gun guy had hall ham hammer hand handler hands happy harbour hard hardy hare harm
harmony harms harp harry has haste have haven hawk hay hazard hazel he head health heard heart heath heather held help
hen her here high hill hills him his hit hobby holder holding hole holiday hollow holly holmes holy home homes honey
honour hood hook hooks hope hopes hopper horn horse hospital host house how human hung hunt hunter hurt i ice if in
innocent is it its ivory ivy jack jade jar jasmine jay jewel job joiner jolly journey joy judge jump june just justice
keen keep keeper kept key keys kid kin kind king kings kitchen knee knight know la lack lad lady lake lamb land lane
large larger lark last laurel law lawyer lay le lead leader leaf league leak leaks leap learn learned leather leave led
ledger lee left less liberty light lily line lines link lint lion list little live lock lodge london long longest look
loop lord loss lot loud love loved low lower lowers luck lucky made maiden main major make male man manager manual many
marble march mark marker market marks marsh marshal marshall martin mask mason mass master masters match mate matter max
may mayor me mean means melody mends mercer mercy merit merry met midwife mile miles mill miller million min mind mine
minister minor mint miracle mister mobile mode monday money month mood moon moor moore more morning most mother mould
mount mountain much mum must my myrtle name named nanny nation near necessary needs new newborn news next night
nightingale no noble noon nor north not now number numbers nurse oak obey of office officer old olive on once one only
open or orange orchard order other our ours out over overall own owner pace pack page pages paid pain painter pair pal
palm panel parent park parker parks parson part pass past patch patience patient pay peace peach peak pear pearl peer
pen penny people pepper person persons pet pick pickles pilot pin piper pit place plain plant plants plum plus point
points police policy pond pool poor pope poppy porter post potter powder power powers precious press price pride priest
prince princess prior promise proper proud prudence pupil purse put quick quiet rain rainbow range rank rather ray re
reach read reader reading ready real reason reasons record red reed reeves reflect register report reporter review rich
rider right ring rise risk river rob robin rock rod role roles roll rolling room root rose rosemary rota rough round
rounds rover row rowan rowed royal ruby rule rung runner running rush rusty sadler safe sage said sailor saint sale salt
sample sand sandy saturday savage save saw say says school screen sea seal seals seat seats see seen self sell senior
serene sergeant service session sessions settle settles several shade sharp she shell shepherd shield shin shoe short
shorter show shows sides silver sister sites six skipper sky slater sleep small smart smith smoke snow so social soldier
sole some son song soon south space span spark speaker speaks spear speed spice spring square stack staff stage stair
stalls standard star stark start states steel stem step stern still stock stone stop stops storm story straight strange
straw stream street strength strong struck stuck study style such sue sum summer summers sun sunday sunny sure surface
swallow swan sweet sword table tailor take talk tall tanner tate teacher team tell temple tender test than thank that
the them then there they this thorn though threat thus tiger time tiny to today told touch tower town toy trace trail
trainee trainer training travel treasure treat trees trial trinity triumph true trust truth tune turner twin under up
urgent us usher vale van vanish verity very via victor victory view vine viola violet visitor wait waits wake walk
walker wall wander ward warm warn was wash water waters way ways we weaver webb wedding week weekly weeks weight well
wells went were west what wheat wheel when where while white who whole why wild will willing willow winner winter wise
with wolf woman won wonder wood woods word work worker works world worth worthy wren write yard year years yes you young
younger your youth
"""
# Before or after a person's name, and in no case a name alone.
_TITLES = "mr mrs ms miss mx dr sir dame rev prof pc dc ds dci sgt st jr sr"
# What many places are called. A name without these words, or without numbers, is nobody's in particular.
_OF_ANY_PLACE = """
academy area avenue barn block building campus care catholic centre children childrens church clinic close cofe college
common community corner cottage council county court crescent district drive early east estate family farm first flat
form foundation free garden gardens gate general girls gp great green grove hall health high hill home hospital house
infant infants infirmary junior lady lane little local lodge lower main maternity medical memorial middle mill mount
nature new north nursery old park partnership place practice pre preparatory primary rc rise road room row royal rural
saint school schools secondary service services site sixth south special square st station street surgery terrace top
town trust unit university upper urban vale view village walk ward way west yard years
"""
_SMALL = "a above all and at behind below beside between by for in near of on opposite our over the to under with"

ORDINARY, TITLES = frozenset(_ORDINARY.split()), frozenset(_TITLES.split())
OF_ANY_PLACE, SMALL = frozenset(_OF_ANY_PLACE.split()), frozenset(_SMALL.split())
