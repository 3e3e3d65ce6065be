"""What the test half is made of. No name and no template of the tuning half stands here."""

GIVEN = """Charlotte Harrison Jessica Callum Leanne Darren Stacey Ryan Aoife Eoin Roisin Fionn
Ciaran Ibrahim Maryam Usman Shazia Tahir Amina Nasreen Kiran Manpreet Jaswinder Deepak
Sunita Arjun Hamid Tomasz Katarzyna Mateusz Bartosz Malgorzata Szymon Natalia Lena Ahmed
Rania Mustafa Salma Tariq Hanan Cristian Elena Vasile Bogdan Ioana Marius Kofi Chiamaka
Emeka Folake Yetunde Akosua Tendai Hodan Chantelle Leroy Winston Shaniqua Marlon
Rochelle Mason Riley Tyler Kaylee Freddie Skye Lexi""".split()
FAMILY = """Robinson Ackroyd Greenwood Haigh Illingworth Kelly O'Sullivan Byrne McGrath Brennan
Mahmood Bibi Shah Qureshi Sharma Gill Dhillon Rafiq Mirza Wojcik Lewandowski Mazur
Krawczyk Dabrowska El-Sayed Khoury Nasser Ibrahimi Aziz Ionita Constantin Marin Stoica
Munteanu Eze Owusu Balogun Obi Asante Moyo Williams Grant Thomas Henry Joseph
Fitzpatrick Dyson Holroyd""".split()
LOWER = "tyler leanne ibrahim mateusz chantelle natalia kofi ioana aoife usman riley maryam".split()
STREETS = ("Laburnum Road", "Kirkstall Lane", "Beech Avenue", "Roundhay Mount", "Parkwood Crescent",
    "Willow Drive", "Albert Street", "Chapel Fold", "Queen's Road", "Low Moor Terrace",
    "Elm Gardens", "Springfield Place")  # fmt: skip
WITH_IDENTIFIER = """we got a call about a patient with NHS number <nhs>, what now
is <nhs> enough to find out whether he is on a plan
nhs <nhs> please check and tell me the timescale
I have his National Insurance <nino>; may I pass it to the police
can housing use <nino> to find the father
the pupil's UPN is <upn>: which school must be told
<upn> was taken off roll, is that lawful
could somebody call <phone> today about a referral
I'm on <phone> until six. Who chairs the conference?
dad left his number, <phone>, may I ring him before the strategy discussion
send the agenda to <email> please, and how many days before?
is it safe to write to <email> about the plan
the girl's date of birth is <birth>, does FGM reporting apply
(DOB <birth>) how often is she to be seen
the twins, born <birth>, are not registered with a doctor
what if a boy born on <birth> lives with an uncle
two children found alone in <address>, who goes out
police attended <address> last night, who leads
our family resides at <address> and needs early help
is <postcode> in Leeds or Bradford for referrals
no heating at <postcode>, three under five, is it neglect
reference number <case> - how long may the assessment take
our ref: <case>, who chairs the review
on the system it is case <case>, when was the last visit due
Name withheld, DOB: <birth>, NHS No. <nhs>, tel <phone>, what should I record
write to <address>, <postcode> or ring <phone>, who informs the parents
client id <case>, NI number <nino>, can we share it with the school""".split("\n")  # fmt: skip
WITH_NAME = """I am worried about <full>, should I refer
has anybody to see <full> within 24 hours
Miss <family> told the class teacher about a fight at home
can Mr <family> be excluded from the conference
we asked Ms <family> for consent and she said no
what if Dr <family> does not come to the meeting
there's a boy called <given> who sleeps in school
a toddler named <given> was found alone in the street
<given>'s dad is in prison, does he get the minutes
<given>'s social worker left, who takes over
do I need consent for <given> (age 15) to be seen alone
<given>, aged 3, has a burn on the hand
a pupil, <given>, 14, says she is to be married in summer
do we hold a conference for the <family> siblings together
who visits the <family> household after the plan ends
the stepdad <given> has moved back in, whom do I tell
student <full> disclosed something, what do I write down
grandmother <given> wants to care for the baby
should both <given> and <given> be interviewed
the nurse, <full>, made a referral that was refused, what next
we think <full> is being exploited, which panel
Kind regards, <full>
can a baby's father, <full>, be kept out of the core group
is it a concern that <given> has not been brought to clinic twice
<full> was arrested yesterday and works as a teaching assistant
the <family> baby has a bruise, who examines
my pupil <lower> says her uncle hurts her
my son <lower> was hit by a teacher
<lower>'s dad turned up drunk at pick up
girl named <lower> has run away from placement who do i tell
<lower> has a black eye again
do i need consent to see <lower> on his own""".split("\n")
TITLES = """Learning from the National Review|Promoting the Health and Well-being of Looked-after
Children|National Framework for Children's Social Care|Independent Reviewing Officers
Handbook|Education Act 2002|Resolving Multi Agency Professional
Disagreements|Seven-minute Briefing|Care Act 2014|Multi-agency Statutory Guidance on
Forced Marriage|Sexual Offences Act 2003|Safer Sleep Review""".replace("\n", " ")
PLACES = """Wakefield|Halifax|Huddersfield|Kirklees|Holmfirth|Mytholmroyd|Brighouse|Pontefract|Castl
eford |Batley|Ilkley|South Elmsall|Pinderfields Hospital|Bradford Royal Infirmary""".replace(
    "\n", " "
)
PSEUDONYMS = "Hamzah|Child D|Arthur|Star|Rowan|Emily|ARTHUR and STAR"
ROLES = """Conference Chair|Named Doctor|Social Work Manager|School Nurse|Duty Social
Worker|Designated Doctor|Early Help Coordinator|Probation Officer|Children's
Guardian""".replace("\n", " ")
TIMES = "Wednesday|Thursday|Sunday|March|April|June|August|Christmas"
WITHOUT = """how many days does <title> allow
has <title> been replaced, and by what
can a trainer quote <title> on a slide
may the <role> share this with a school in <place>
when does the <role> have to visit
is a <role> allowed to end the meeting early
our school is in <place>; where do referrals go
out of hours number for <place> please
the child lives in <place> and goes to school in <place>
what happened to <pseudonym> and what should we ask
questions from the <pseudonym> review for supervision
which lessons does <pseudonym> hold for health visitors
report due on <time>, what if it is late
a <time> in the holidays: do the days still count
from <time> to <time>, is that within the limit
The <role> Said No: Who Decides?
WHO IS THE <role> FOR <place>
Does Early Help In <place> Need Consent?
Strategy Discussion called on <time> by the <role>
does <title> name the <role>
the first discussion was on 4 May 2026 and the second on 9 May 2026
referral received 03/02/2026, by when is the assessment to be done
Section 11 and Regulation 44, what is each
Annex B of <title>, part 2
parents called the <role> unhelpful, is that a complaint
what is the procedure named in <title>
Sarah's Law in <place>, how do I apply
are children under 2 in <place> seen by a doctor within 4 hours
baby was born in <place> at 30 weeks, who is told
who checks a school in <place> that Ofsted closed""".split("\n")
