"""What the tuning half is made of. No name and no template of the test half stands here."""

GIVEN = """Oliver Chloe Liam Georgina Ethan Bethany Kyle Shannon Declan Niamh Padraig Siobhan
Cillian Mohammed Aisha Zainab Hassan Bilal Sana Imran Rukhsana Harpreet Gurdeep Priya
Rajesh Anjali Nadeem Zofia Piotr Agnieszka Kacper Wojciech Magdalena Jakub Oliwia Fatima
Khalid Yusuf Layla Omar Noor Ionut Andreea Mihai Gheorghe Florin Raluca Kwame Adaeze
Chukwudi Ngozi Temitope Abena Tariro Abdirahman Shanice Delroy Tyrone Keisha Jermaine
Latoya Jayden Kayden Brayden Maisie Alfie Archie Tegan""".split()
FAMILY = """Thompson Wilkinson Hargreaves Sutcliffe Barraclough Murphy O'Brien Gallagher McCarthy
Doherty Hussain Begum Malik Chaudhry Patel Singh Kaur Iqbal Akhtar Kowalski Nowak
Wisniewska Zielinski Kaminska Al-Rashid Haddad Mansour Saleh Farouk Popescu Ionescu
Dumitru Stan Radu Okafor Mensah Adeyemi Nwosu Boateng Mutasa Campbell Gordon Francis
Clarke Bailey Fitzgerald Oldroyd Crabtree""".split()
LOWER = (
    "jayden chloe mohammed zofia shanice oliwia kwame andreea siobhan bilal kayden aisha".split()
)
STREETS = ("Acacia Avenue", "Otley Road", "Thornhill Street", "Moorside Lane", "Kelmore Grove",
    "Hawthorn Close", "Victoria Terrace", "Beckside Court", "St Mary's Road", "Cross Green Lane",
    "Whitehall Drive", "Bankfield View")  # fmt: skip
WITH_IDENTIFIER = """who do I ring about the boy whose NHS number is <nhs>?
<nhs> - has he been discussed at conference before
NHS no: <nhs>, what should the health visitor do about missed checks
her NI is <nino> if that helps, how do I refer
National Insurance number <nino>, is dad known to us
the mother, NINO <nino>, wants to see the minutes, may she
UPN <upn> has left the roll, when do we tell the local authority
pupil <upn> missing since Monday, what now
please ring me on <phone> about the strategy meeting
<phone> is my mobile, which form do I need for a referral?
mum's tel: <phone> - who should call her
mail me at <email> with the threshold document
the worker is <email>, can she attend the core group
dob <birth>, is he old enough to consent
child born <birth> with a bruise, who examines
date of birth: <birth> - private fostering?
she was born on <birth>. Does Prevent apply?
family living at <address>, which team takes the referral
the address is <address> and there are four children, what do I do
he is at <address>, <postcode>, who visits
home postcode <postcode>, which area is that
they moved to <postcode> last week, who holds the plan
case number <case>: when is the review due
ref <case>, when does the assessment have to finish
case no. <case> was closed, can it be reopened
NHS <nhs>, DOB <birth>, address <address> - strategy discussion needed?
contact <phone> or <email>, who decides on an enquiry""".split("\n")  # fmt: skip
WITH_NAME = """my client <full> has missed three appointments, what is the rule
what do I do when <full> does not let me see the baby
Mrs <family> says her grandson sleeps on the floor, is it neglect
Mr <family> is refusing the assessment, who decides
Dr <family> will not share the notes, can she refuse
a child called <given> came in with a burn, who do I tell
there is a girl named <given> in my class who flinches
<given>'s mum did not turn up to the core group, what now
<given>'s school wants the minutes, can they have them
is <given> (age 4) old enough for a medical without consent
<given>, aged 7, told me dad hits her
<given>, 13, has been seen with older men, which pathway
the <family> family have moved to Leeds, who transfers the plan
when is the review for the <family> children due
mum <given> has a new partner, do I have to tell anybody
foster carer <full> had an allegation made, what happens
pupil <given> has not been in for ten days
I work with <given> and <given> who are twins, is a conference held for each
social worker <full> has not rung back, how do I escalate
who do I tell that <full> works in the nursery with a conviction
how quickly should a visit to <full> happen. Thanks, <given>
my name is <full> and I teach year 4, do I refer or does the lead
when a baby like <given> has a bruise, who examines
<full> and her partner <full> are on the plan, when is the core group
my kid <lower> has a bruise from nursery
my client <lower> wont engage what can i do
<lower>'s mum keeps cancelling
a lad called <lower> told me he carries a knife
been told <lower> is being groomed whats the process
whats the timescale for <lower> assessment""".split("\n")
TITLES = """Working Together to Safeguard Children|Keeping Children Safe in Education|Graded Care
Profile 2|Information Sharing Advice for Safeguarding Practitioners|Signs of Safety|The
Myth of Invisible Men|Leeds Concerns Resolution Process|Children Act 1989|Female Genital
Mutilation Act 2003|Framework for the Assessment of Children in Need|Statutory Framework
for the Early Years""".replace("\n", " ")
PLACES = """Leeds|Bradford|Keighley|Todmorden|Hebden
Bridge|Heckmondwike|Cleckheaton|Otley|Pudsey|West Yorkshire|Calderdale|Dewsbury|St
James's Hospital|Airedale General Hospital""".replace("\n", " ")
PSEUDONYMS = "Emily|Arthur and Star|Hamzah|Child D|Rowan|EMILY|Arthur"
ROLES = """Independent Reviewing Officer|Designated Safeguarding Lead|Health Visitor|Team
Manager|Named Nurse|Virtual School Head|Family Support Worker|Local Authority Designated
Officer""".replace("\n", " ")
TIMES = "Monday|Tuesday|Friday|January|May|September|Easter|Ramadan"
WITHOUT = """what does <title> say about timescales
is <title> statutory in <place>
where can I read <title>?
who is the <role> in <place>
does the <role> chair the conference
what must a <role> do before the review
who do I ring in <place> at the weekend
which form does <place> use for a referral
a family moves from <place> to <place>, who holds the plan
what questions does the review of <pseudonym> ask
what did we learn from <pseudonym>
the <pseudonym> briefing on professional curiosity, what does it ask of schools
if a referral comes in on <time>, when must it be decided
conference was held on <time>, when is the first core group
is <time> a working day for the assessment
When Does The <role> Have To Be Told
WHAT DOES <title> SAY
How soon must the First Core Group meet in <place>?
Section 47 Enquiry on <time>: who attends?
does <title> of 2023 still apply
two discussions, 3 March and 12 March, which one counts
the plan began on 12/10/2026, when is the first review conference
paragraph 153 of <title>, what does it say
what is the ten day rule in <title>
mum called the <role> on <time>, what next
a child called the police in <place>, who is told
what does Clare's Law allow in <place>
can a baby of 6 weeks in <place> have a medical
the <role>, aged care worker or not, must they attend
children's home in <place>, who is told when a child goes missing""".split("\n")
