"""The words around names. All in lower case and without accents."""

from __future__ import annotations

import re

TITLES = frozenset("mr mrs ms miss dr mister master sgt pc dc".split())
TITLES_IN_CAPITALS = frozenset({"miss", "ms", "dr", "master", "sgt", "pc", "dc"})
"""Titles that are something else in lower case."""

ROLES = frozenset(
    """mum mam mom mother mummy dad father daddy stepdad stepmum stepfather stepmother step-dad
    step-mum parent carer boyfriend girlfriend partner husband wife ex fiance nan nana gran granny
    grandma grandad grandfather grandmother aunt auntie aunty uncle cousin brother sister sibling
    twin son daughter stepson stepdaughter nephew niece guardian child kid boy girl lad lass baby
    toddler infant newborn teenager teen bairn pupil student client patient tenant resident user
    learner young-person youngster person man woman bloke neighbour friend mate teacher tutor
    headteacher colleague manager worker assistant midwife nurse coach volunteer childminder
    foster-carer babysitter lodger perpetrator victim abuser suspect offender
    doctor gp coordinator officer lead chair consultant paediatrician professional practitioner
    governor head caretaker inspector constable sergeant solicitor judge counsellor therapist
    psychologist deputy director imam priest vicar health-visitor advocate keyworker""".split()
)
"""Who may be named right after: "mum Karen", "my client Ahmed"."""

FAMILY = frozenset(
    """mum mam mom mother mummy dad father daddy parent parents stepdad stepmum stepfather
    stepmother boyfriend girlfriend partner husband wife ex nan nana gran granny grandma grandad
    grandfather grandmother grandparents aunt auntie aunty uncle cousin brother brothers sister
    sisters sibling siblings twin son daughter kids children baby carer carers family home house
    school teacher nursery gp solicitor case plan file record records social health midwife
    conference core review assessment bruise bruises injury injuries behaviour attendance birthday
    name address dob phone mobile old new younger older little big bio biological foster step
    placement contact meeting chronology referral safety wellbeing education passport behalf
    disclosure keyworker worker bedroom arm arms leg legs face back""".split()
)
"""What a named person has: "Jayden's mum"."""

GROUPS = frozenset(
    """family children kids household siblings brothers sisters twins boys girls baby case
    parents""".split()
)
"""What follows a family's name: "the Kowalski children"."""

CALLED = frozenset("called named".split())
ACTS = frozenset(
    """is was has had isn isnt hasn't hasnt isn't wasn't keeps kept came comes told tells said says
    went goes turned lives lived stays stayed wants wanted won't wont hates refuses refused
    disclosed arrived missed attends attended thinks thought looked looks started seems seemed
    cries cried ran hit hits showed gets got still never always usually who whose needs doesn't
    doesnt didn't didnt can't cant will must should moved fell told""".split()
)
"""What a person does or is, right after the name."""
SIGNING = frozenset("regards thanks cheers sincerely faithfully wishes signed ta thankyou".split())
ONLY_PEOPLE = frozenset(
    """told said says disclosed hates cries cried refuses refused sleeps slept wont won't lives
    stays drinks screamed shouted""".split()
)
"""What only people do, so that even a word that is common English is a name before it."""
BEFORE_CLAUSES = frozenset(
    """told that if when does do is has did can should will and because since but so said think
    thinks whether where after before while until""".split()
)
"""After these a name in lower case may begin what somebody does."""
DONE_TO = frozenset(
    """about with see seen saw tell told ask asked visit ring rang met let help that if when whether
    is does do did has have can should will must may because without""".split()
)
"""After these somebody stands, not a place."""
POINTING = frozenset("the a an this that these those my our your his her their any each".split())

INSTITUTIONS = frozenset(
    """school academy college hospital university nursery trust council centre center house hall
    road street lane avenue ward clinic surgery service services team partnership board committee
    review inquiry report act act's law rule rules model tool scale profile principle competence
    guidelines guidance framework approach method test guardian foundation association society
    protocol procedure procedures manual toolkit app programme project programmes police church
    mosque temple diocese primary secondary infants junior high grammar league lodge area
    estate valley club town city park
    station hub charity helpline criteria scheme day week award line matters safeguarding""".split()
)
"""After a name these make it the name of something that is no person."""

TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december easter christmas ramadan eid diwali
    spring summer autumn winter""".split()
)
PLACES_OF_NOTE = frozenset(
    """bradford calderdale kirklees leeds wakefield yorkshire halifax huddersfield keighley
    dewsbury batley pontefract castleford otley ilkley bingley shipley skipton brighouse
    todmorden hebden heckmondwike cleckheaton mirfield morley pudsey wetherby normanton ossett
    horbury elland holmfirth hemsworth featherstone knottingley garforth rothwell guiseley yeadon
    baildon haworth silsden airedale wharfedale mytholmroyd sowerby ripponden marsden meltham
    slaithwaite birstall liversedge gomersal harehills chapeltown beeston seacroft armley headingley
    manningham york sheffield barnsley doncaster rotherham hull harrogate manchester rochdale
    oldham bury bolton salford liverpool lancashire london birmingham nottingham derby leicester
    newcastle sunderland durham cumbria cheshire bristol cardiff swansea edinburgh glasgow belfast
    dublin england scotland wales ireland britain uk british english welsh scottish irish european
    poland polish romania romanian pakistan pakistani india indian bangladesh bangladeshi nigeria
    nigerian somalia somali syria syrian iraq iraqi iran iranian kurdish afghanistan afghan
    slovakia slovak czech roma hungary hungarian lithuania ukraine ukrainian russia turkey
    turkish jamaica jamaican caribbean africa african asia asian arab arabic urdu punjabi bengali
    europe france spain germany italy portugal america china chinese rochester essex kent surrey
    sussex devon cornwall norfolk suffolk georgia paris jersey chelsea victoria lincoln preston
    warwick stafford hampton bedford kingston wigan blackburn burnley""".split()
)
SERVICES = frozenset(
    """barnardo barnardos nspcc childline ofsted kooth samaritans ofcom snapchat tiktok instagram
    whatsapp facebook youtube discord roblox fortnite telegram google teams zoom calpol ritalin
    mosaic systmone liquidlogic cafcass cpoms christian muslim islam islamic hindu sikh jewish
    catholic methodist jehovah christ allah quran bible microsoft copilot chatgpt lado mash
    marac     mappa sudi lcspr scr rui cme healthwatch black white brown traveller gypsy
    withheld unknown redacted anonymous anon nino upn nhs dob mob tel ref""".split()
)
"""Organisations, products, faiths and labels, which begin with a capital and are no person."""
PUBLIC = re.compile(
    r"\bbaby (?:p|peter)\b|\bpeter connelly|\bvictoria climbi[eé]|\bdaniel pelka|\bsara sharif"
    r"|\barthur labinjo[- ]hughes|\bstar hobson|\bhamzah khan|\bkhyra ishaq|\bkeanu williams"
    r"|\bjasmine beckford|\bmaria colwell|\btyra henry|\bkimberley carlile|\bfinley boden"
    r"|\blord laming|\b(?:eileen )?munro\b|\bdame \w+ casey|\b(?:louise )?casey\b|\bjosh macalister"
    r"|\bmacalister\b|\balexis jay|\bclimbi[eé]|\blaming\b|\bcaldicott|\bgillick|\bfraser\b"
    r"|\b(?:sarah|clare|claire|helena|martha|oliver|jessica|megan)['’]?s (?:law|rule)"
    r"|\b(?:kennedy|wood|bichard|jay|narey|casey|laming|lammy|cass) (?:principles|review|report"
    r"|inquiry|audit|guidelines)|\braneem['’]?s law|\b(?:duke of edinburgh|prince['’]s trust)",
    re.IGNORECASE,
)
"""Names in laws, tools, inquiries and published reviews: they stand in the papers."""
MONTHS_AND_NAMES = frozenset("april may june august summer autumn".split())
GIVEN_AND_WORDS = frozenset(
    """amber amy angel archie ben beth blessing bob carmen carter daisy destiny donna eva faith
    grace harry hazel heather holly hope hunter iris ivy jack jade jordan joy layla lee leo
    lily maddie mason max mercy mia nat patience pearl perry poppy precious rob rose ruby
    scarlet sue teddy tia trinity victor violet willow zoe""".split()
)
"""Given names that are words too: with a capital that nothing else explains they are names."""
NAMES_AND_WORDS = GIVEN_AND_WORDS | frozenset(
    """abba abbott abe abu admin ama ana april archer art asa ash august autumn babe baker bal ban
    banks barre basil bay beard bell bench best bev bill bin bishop black blanc bobby bon bond
    bray brody brook brooke brooks brown bush buster butler cam candida care carr case cash
    chance charity chase check child childs church cliff coca cohen con cook cooper coral
    cornelia corporal court cross crystal dad dale dash day dean del den der derrick din dob don
    drew duke earl english era eve field finch fisher foot forest frank freeman french gardner
    gay german glen glover gran green grey hand harmony head heath heaven hill holland holt
    house hunt hus ibn ida ige imam ime ina ireland isa israel ivo jay june juris justice kai
    kay ken kin king lamb lane las law legg leigh len les long lord los macs major mam man manu
    mare mark martin maxim may meg mel melody mercedes mesa miller mills miracle monte mother
    mum musee nah nan nee noble norman nye och olive page pal pap paris parker parsons pat peck
    peg penny pet phoenix pope porter potter price prince prudence ray read reid rich river
    rivers robin rod roman romano ron royal sagar san saul school scot scott self sen sham
    shepherd short sid sky smith snyder spence star sterling stone storm summer tam taylor tess
    torre tran turner uma una valentine van verde vic von walker ward weaver welsh wes white
    will wood wren young""".split()
)
"""Names that are words too, or too short to be told from them without a context."""
