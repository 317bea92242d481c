/// @file
/// @brief The word lists of `lexicon`, written by hand for fabula. One form may stand in several
/// lists.
#ifndef FABULA_LANGUAGE_WORD_LISTS_HPP
#define FABULA_LANGUAGE_WORD_LISTS_HPP

#include <cstdint>
#include <string_view>

#include "language/lexicon.hpp"

namespace fabula::language {

struct word_list {
  std::uint64_t classes;
  std::string_view words;
};

inline constexpr word_list k_word_lists[] = {
    {word_class::speech_verb,
     R"(said says say saying asked asks ask asking replied replies replying answered answers answering
cried cries crying exclaimed exclaims exclaiming whispered whispers whispering murmured murmurs murmuring
muttered mutters muttering shouted shouts shouting yelled yells yelling screamed screams screaming
called calls calling remarked remarks remarking observed observes observing added adds adding
continued continues continuing returned rejoined retorted retorts responded responds responding
repeated repeats repeating demanded demands demanding inquired inquires inquiring enquired enquires
enquiring declared declares declaring announced announces announcing explained explains explaining
suggested suggests suggesting agreed agrees agreeing protested protests protesting insisted insists
insisting admitted admits admitting confessed confesses sighed sighs sighing groaned groans moaned moans
gasped gasps gasping laughed laughs laughing chuckled chuckles giggled giggles sobbed sobs wailed wails
growled growls growling snarled snarls snapped snaps barked barks grumbled grumbles hissed hisses
stammered stammers stuttered stutters faltered mumbled mumbles drawled drawls breathed breathes
ejaculated ejaculates interrupted interrupts interposed interjected interjects put pursued proceeded
resumed concluded commented comments commenting offered offers volunteered ventured ventures began begins
persisted urged urges begged begs pleaded pleads implored implores entreated coaxed teased teases
corrected corrects countered counters conceded concedes acknowledged assented assured assures
reassured warned warns threatened threatens commanded commands ordered orders bellowed bellows roared
roars thundered boomed shrieked shrieks squealed squeals squeaked squeaks croaked croaks rasped purred
cooed chimed piped lisped sneered sneers scoffed scoffs jeered joked jokes quipped prompted prompts
echoed echoes mused recited read quoted sang sings chanted prayed cursed swore swears apologized
apologised greeted greets bawled hollered hollers blurted cautioned advised advises informed informs
told tells telling confided affirmed averred asserted asseverated vociferated expostulated
remonstrated reproved reproached objected objects contradicted contended maintained reasoned
speculated guessed supposed wondered hazarded hinted intimated stated states reported reports noted notes
pronounced proclaimed reiterated recollected reflected went panted puffed spluttered sputtered
whimpered whined whines wheezed crooned bleated chirped spoke speaks finished finishes invited
requested queried queries questioned challenged pressed tried managed allowed granted promised promises
lied bantered crowed fumed huffed grunted grunts hailed mouthed rumbled screeched trilled
yelped hummed jested mocked taunted rebuked chided scolded soothed consoled comforted encouraged
counselled instructed directed dictated translated summarised supplied replied-- tittered vouchsafed
simpered quavered shrilled thinks cut)"},
    {word_class::thought_verb,
     R"(thought thinks thinking wondered wonders wondering mused muses musing reflected reflects realised
realized realises realizes decided decides knew knows considered pondered remembered reminded figured
supposed guessed hoped prayed told imagined)"},
    {word_class::message_verb,
     R"(typed types typing written texted texts texting messaged messages messaging wrote writes writing sent sends
sending pinged posted posts emailed emails tapped thumbed replied replies replying answered answers
answering responded responds forwarded tweeted dm'd)"},
    {word_class::sing_verb,
     R"(sang sings singing sung hummed hums humming chanted chants crooned)"},
    {word_class::auxiliary | word_class::function_word,
     R"(is am are was were be been being has have had having do does did done will would shall should can
could may might must ought need dare 's 're 've 'll 'd 'm n't not wo ca sha ain)"},
    {word_class::common_verb,
     R"(looked looks turned turns nodded nods smiled smiles shook shakes shrugged shrugs grinned grins
frowned frowns stood stands sat sits walked walks went goes came comes took takes gave gives held holds
put puts leaned leans leant reached reaches raised raises lifted lifts dropped drops stared stares glanced
glances gazed gazes watched watches waited waits paused pauses stopped stops moved moves stepped steps
rose rises got gets made makes ran runs pulled pulls pushed pushes threw throws set sets laid lays
opened opens closed closes shut shuts felt feels saw sees heard hears knew knows wanted wants seemed
seems began begins tried tries kept keeps let lets left leaves found finds bent bends drew draws
blushed blushes coloured colored flushed bowed bows kissed kisses touched touches squeezed pointed points
waved waves winced winces blinked blinks bit bites swallowed swallows hesitated hesitates laughed laughs
sighed sighs chuckled snorted snorts poured pours drank drinks ate eats lit lights hung hangs picked picks
crossed crosses folded folds rolled rolls rubbed rubs scratched tapped taps wiped wipes pressed presses
handed hands tossed tosses slid slides settled settles sank sinks hurried followed follows
entered enters appeared appears arrived arrives joined joins crouched knelt climbed hugged
typed texted wrote squinted pursed tilted cocked wrinkled narrowed widened softened
brightened stiffened started starts jumped flinched straightened bounced scowled beamed winked
ordered remembered decided promised loved hated liked lived slept woke dressed called met
understood believed thought told asked said lost won caught brought bought sent spent became
grew fell broke chose spoke rode drove wore bore swung sprang clung flung dug struck)"},
    {word_class::title_he | word_class::abbreviation,
     R"(mr mr. messrs messrs. hon hon. esq esq. m. mm.)"},
    {word_class::title_he,
     R"(sir master lord uncle father brother monsieur signor senor herr king prince duke baron count
earl marquis squire mister mistah marse massa don grandpa grandfather friar abbe pere m'sieu squire emperor sheikh)"},
    {word_class::title_she | word_class::title_married | word_class::abbreviation,
     R"(mrs mrs. mme mme.)"},
    {word_class::title_she | word_class::title_married, R"(madame frau signora senora)"},
    {word_class::title_she | word_class::abbreviation, R"(ms ms. mlle mlle.)"},
    {word_class::title_she,
     R"(miss lady aunt mother sister mademoiselle signorina senorita fraulein queen princess duchess
baroness countess marchioness dame grandma grandmother mistress auntie aunty nanny empress widow madam)"},
    {word_class::title_any | word_class::abbreviation,
     R"(dr dr. prof prof. rev rev. capt capt. col col. gen gen. lt lt. sgt sgt. maj maj. st. ste. fr. sr. jr.
insp. det. cpl. gov. sen. rep. pres. supt. cmdr. adm. pvt. hr.)"},
    {word_class::title_any,
     R"(doctor professor captain colonel general major lieutenant sergeant corporal private admiral
commander inspector detective constable superintendent officer sheriff judge justice senator governor
president chancellor minister councillor councilor mayor reverend bishop archbishop cardinal pope deacon
dean canon vicar parson pastor rabbi imam saint cousin coach chief nurse agent ambassador
commodore marshal warden secretary chairman director engineer deputy)"},
    {word_class::person_he,
     R"(man men boy boys gentleman gentlemen husband king prince lad lads fellow fellows guy guys chap
chaps bloke father dad daddy papa son sons brother brothers uncle uncles nephew nephews grandfather
grandson waiter actor lord count duke baron monk priest footman butler valet groom coachman fisherman
policeman postman salesman businessman clergyman frenchman englishman irishman scotchman dutchman
workman sportsman nobleman countryman kinsman boyfriend fiance bridegroom bachelor widower wizard
landlord host steward milkman doorman barman ferryman watchman foreman chairman stepfather godfather
schoolboy youth squire emperor hero manservant page sir father-in-law brother-in-law son-in-law)"},
    {word_class::person_she,
     R"(woman women girl girls lady ladies wife wives queen princess lass mother mum mom mummy mommy
mama mamma daughter daughters sister sisters aunt aunts niece nieces grandmother granddaughter waitress
actress duchess countess baroness nun nurse maid maids housemaid parlourmaid chambermaid milkmaid
housekeeper governess landlady hostess stewardess mistress matron girlfriend fiancee bride bridesmaid
spinster widow witch frenchwoman englishwoman charwoman washerwoman seamstress stepmother godmother
schoolgirl heroine dame damsel mother-in-law sister-in-law daughter-in-law barmaid nursemaid)"},
    {word_class::person_any,
     R"(doctor engineer teacher student stranger child children person people baby friend friends
neighbour neighbor assistant clerk servant servants cook driver soldier soldiers sailor sailors captain
colonel officer officers guard guards lawyer solicitor judge surgeon scientist artist painter poet writer
author editor journalist reporter singer dancer musician player visitor guest guests host owner manager
boss secretary librarian student pupil scholar professor master servant prisoner thief burglar murderer
detective inspector constable sergeant traveller traveler passenger pilot nurse patient client customer
shopkeeper grocer baker butcher tailor barber farmer shepherd gardener labourer laborer worker
miner blacksmith carpenter mechanic electrician plumber porter messenger cousin cousins parent parents
twin twins partner colleague roommate flatmate housemate companion lover stranger newcomer speaker
narrator voice medium psychologist invalid curate vicar rector bishop parson peasant beggar tramp gypsy
orphan infant toddler teenager adult elder kid kids ghost spirit creature figure
ambassador consul minister senator president candidate merchant banker broker agent surveyor
translator conductor archivist curator keeper tutor instructor trainer coach apprentice intern
cartographer printer bookseller chemist baron chief leader general lieutenant major private)"},
    {word_class::adjective,
     R"(old young tall taller short shorter little big small fat thin stout elderly older younger other
first second third last poor dear good great blonde blond dark fair red-haired pretty handsome
strange new pale grey gray gentle rich unfortunate bearded bald blind deaf lame drunken drunk
french english german italian spanish american irish scottish russian polish dutch wounded dying
dead former late whole same eldest youngest middle-aged very nice lovely kind wise foolish
smaller bigger larger blue-eyed dark-haired fair-haired grey-haired white-haired)"},
    {word_class::kin,
     R"(mother father mum mom dad mummy mommy daddy mama mamma papa pa ma sister brother aunt uncle
auntie grandmother grandfather grandma grandpa gran granny nan cousin niece nephew son daughter wife
husband stepmother stepfather mother-in-law father-in-law sister-in-law brother-in-law twin)"},
    {word_class::animal,
     R"(dog cat horse bird puppy kitten mare pony donkey parrot rabbit mouse hound terrier spaniel
goat sheep cow pig fox wolf bear hare duck hen goose owl crow raven hamster)"},
    {word_class::pronoun_he | word_class::nominative | word_class::function_word, "he"},
    {word_class::pronoun_he | word_class::function_word, "him"},
    {word_class::pronoun_he | word_class::possessive | word_class::function_word, "his"},
    {word_class::pronoun_he | word_class::reflexive | word_class::function_word, "himself"},
    {word_class::pronoun_she | word_class::nominative | word_class::function_word, "she"},
    {word_class::pronoun_she | word_class::possessive | word_class::function_word, "her hers"},
    {word_class::pronoun_she | word_class::reflexive | word_class::function_word, "herself"},
    {word_class::pronoun_they | word_class::nominative | word_class::function_word, "they"},
    {word_class::pronoun_they | word_class::function_word, "them"},
    {word_class::pronoun_they | word_class::possessive | word_class::function_word, "their theirs"},
    {word_class::pronoun_they | word_class::reflexive | word_class::function_word,
     "themselves themself"},
    {word_class::pronoun_i | word_class::nominative | word_class::function_word, "i"},
    {word_class::pronoun_i | word_class::function_word, "me"},
    {word_class::pronoun_i | word_class::possessive | word_class::function_word, "my mine"},
    {word_class::pronoun_i | word_class::reflexive | word_class::function_word, "myself"},
    {word_class::pronoun_you | word_class::function_word, "you ye thou thee"},
    {word_class::pronoun_you | word_class::possessive | word_class::function_word,
     "your yours thy thine"},
    {word_class::pronoun_you | word_class::reflexive | word_class::function_word,
     "yourself yourselves"},
    {word_class::pronoun_we | word_class::nominative | word_class::function_word, "we"},
    {word_class::pronoun_we | word_class::function_word, "us"},
    {word_class::pronoun_we | word_class::possessive | word_class::function_word, "our ours"},
    {word_class::pronoun_we | word_class::reflexive | word_class::function_word, "ourselves"},
    {word_class::pronoun_it | word_class::function_word, "it its itself"},
    {word_class::article | word_class::function_word, "the a an"},
    {word_class::demonstrative | word_class::function_word, "this that these those"},
    {word_class::preposition | word_class::place_preposition | word_class::function_word,
     "in at near into from through across towards toward within outside inside around beyond"},
    {word_class::preposition | word_class::function_word,
     R"(of to with by for on upon over under about after before behind beneath beside besides between
against among amongst along above below during except off onto out past since till until than up down
without like unto round as)"},
    {word_class::conjunction | word_class::function_word,
     "and or but nor so yet if because though although while when whilst unless whereas lest for"},
    {word_class::function_word,
     R"(there here where why how what which who whom whose then now no yes all any both each every few
many more most much other some such only own too very just even still also again ever never always once
none nothing something anything everything nobody somebody anybody everybody everyone anyone someone
one two three four five six seven eight nine ten perhaps well indeed however therefore thus hence
please thanks thank maybe okay ok really oh ah let's)"},
    {word_class::question_word, "who whom whose what which where when why how"},
    {word_class::interjection,
     R"(oh ah eh hey hello hullo hallo hi goodbye good-bye bye ha hah aha hm hmm huh well alas hush ugh
ooh wow yes no yeah yep nope nay aye okay ok please thanks bah pshaw pooh tut fie bravo hurrah hooray
amen welcome damn dammit hell lord heavens goodness gracious um er uh sorry nonsense congratulations
morning evening night)"},
    {word_class::adverb,
     R"(then now quietly softly slowly quickly suddenly gently finally again also only just never always
still almost merely simply presently immediately instantly at last once soon sharply coldly gravely
calmly eagerly hastily lightly drily dryly carefully angrily gloomily cheerfully brightly sadly
thoughtfully firmly hoarsely loudly aloud abruptly absently quite very half even both all)"},
    {word_class::abbreviation,
     R"(etc etc. vs vs. no. vol. vols. fig. p. pp. ch. co. inc. ltd. bros. ave. blvd. mt. ft. viz. i.e. e.g.
cf. al. approx. dept. est. a.m. p.m. b.c. a.d. jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov.
dec. mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun. u.s. u.k. ph.d. m.d. m.p. esq. d.c. n.b.)"},
    {word_class::particle,
     "de du des la le von van der den di da dos del della st. y bin ibn al el ter"},
    {word_class::calendar,
     R"(monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
fridays saturdays sundays january february march april may june july august september october november
december christmas easter michaelmas whitsun whitsuntide lent halloween midsummer thanksgiving ramadan
diwali hanukkah new-year spring summer autumn winter)"},
    {word_class::people_or_tongue,
     R"(english french german italian spanish american irish scottish scotch welsh british russian polish
dutch greek latin roman turkish chinese japanese indian african european asian portuguese swedish
norwegian danish hungarian austrian swiss belgian jewish christian catholic protestant muslim hindu
buddhist jew jews christians catholics americans germans italians russians indians englishmen frenchmen
europeans africans hebrew arabic arab arabs persian australian canadian mexican negro creole
victorian georgian gothic egyptian
england france germany italy spain america ireland scotland wales britain russia poland holland greece
rome turkey china japan india africa europe asia portugal sweden norway denmark hungary austria
switzerland belgium australia canada mexico egypt london paris berlin york chicago boston oxford cambridge
edinburgh dublin vienna moscow petersburg florence venice naples lisbon madrid bath bristol liverpool
manchester brighton amsterdam brussels geneva tokyo bombay calcutta delhi cairo jerusalem)"},
    {word_class::deity,
     R"(god gods lord heaven heavens jesus christ providence jove devil satan almighty
creator goodness hell virgin)"},
    {word_class::honorific,
     R"(sir madam ma'am maam miss mister missus missis milord my-lord m'lady dear dearest darling love
sweetheart honey sweetie boys girls gentlemen ladies lad lass mate buddy dude bro man old-fellow mademoiselle
monsieur madame signor signora senor senora sire majesty highness doctor captain colonel professor
inspector officer father mother papa mamma mama mummy daddy mum mom dad sister brother auntie uncle)"},
    {word_class::elision,
     R"('tis 'twas 'twere 'twill 'twould 'tisn't 'twasn't 'em 'im 'er 'e 'un 'uns 'til 'till 'cause 'bout
'neath 'gainst 'gin 'ere 'ave 'ad 'as 'ow 'ome 'ouse 'ead 'ell 'ere's 'e's 'round 'cos 'cuz 'n 'ee 'ye
'uz 'bouts 'member 'pears 'spec 'mos 'kase 'twarn't 'twan't 'twon't 'twasnt 'low 'nuther 'fo
'is 'ers 'eart 'ard 'alf 'and 'pon 'mongst 'most 'nother 'ullo 'allo 'elp 'ope 'orse 'eard 'ave-a 'arf
'scuse 'spose 'spect 'fraid 'deed 'nuff 'tween 'lowed 'less 'way 'long 'kay 'sup 'cept 'ud 'll 're 've 'd 's 'm)"},
    {word_class::sign_noun,
     R"(sign signs notice notices plaque label board poster placard inscription headline banner
nameplate door doorplate card tombstone gravestone headstone stone engraving legend caption letters
capitals lettering painted carved engraved printed chalked stencilled stencil signboard ticket)"},
    {word_class::bearing_verb,
     R"(read reads reading said says saying ran runs running began begins went written painted carved
engraved printed lettered bore words announced)"},
    {word_class::letter_noun,
     R"(letter letters note notes telegram telegrams cable cablegram wire postcard post-card postscript
epistle missive scrawl)"},
    {word_class::device_noun,
     R"(phone phones screen message messages text texts mobile laptop chat buzz buzzed pinged
ping notification inbox email emails keyboard dms dm emoji unread read-receipt vibrated)"},
    {word_class::place_noun,
     R"(street road lane avenue square park house hall castle court place abbey church school college
university hotel inn station bridge river lake mountain mountains hill hills island islands bay sea ocean
county town city village valley forest wood woods farm cottage lodge manor grange palace tower gate
gardens terrace crescent row close shire harbour harbor port beach point cape head theatre theater
museum hospital prison cathedral club club-house saloon pier quay market fields heath common moor
north south east west)"},
    {word_class::organization_noun,
     R"(company club society committee bank council ministry department office times gazette herald
tribune chronicle post journal press review magazine army navy regiment association institute league
union party parliament congress senate church railway line police)"},
    {word_class::naming_word,
     R"(called named word words title titled entitled term so-called name phrase expression letters spelled
dubbed nicknamed known labelled labeled meaning)"},
    {word_class::body_noun,
     R"(voice eyes eye face hand hands head heart lips mouth smile laugh gaze shoulders arm arms brow
cheeks expression fingers tone mind tears hair throat breath)"},
    {word_class::given_he,
     R"(aaron abel abraham adam adrian ahmed alan albert aldous alec alexander alfred algernon ali allan
allen alistair alphonse alvin ambrose amir amos anders andre andrew angelo angus anthony antoine anton
antonio archibald arjun arnold arthur aubrey august augustus austin barnaby barry bartholomew basil
benedict benjamin bernard bertram blake bob boris brandon brendan brett brian bruce bruno bryan byron
caleb calvin carl carlos cecil cedric chad charles chester christian christopher clarence claude clement
clifford clive clyde colin conrad cornelius craig curtis cuthbert cyril damien daniel darren david dean
denis dennis derek desmond diego dimitri dmitri dominic donald douglas dudley duncan dustin dwight earl
ebenezer edgar edmund edward edwin eli elijah elliot elliott emil emmanuel enoch enrique eric ernest
ethan eugene evan ezekiel ezra fabian felix ferdinand fergus fernando fitzwilliam floyd francis franz
frank franklin frederick fritz gabriel gareth gary gavin geoffrey george gerald gerard gideon gilbert
giles giovanni giuseppe glenn godfrey gordon graham grant gregory gus guy hal hamish hans harold harrison
harvey hassan hector henri henry herbert herman hiram homer horace howard hubert hugh hugo humphrey ian
ibrahim ignatius igor immanuel isaac isaiah ismail ivan jack jacob jacques jake jamal james jan jared
jason jasper javier jean-paul jeffrey jeremiah jeremy jerome jesse joachim joel johann john jonah jonas
jonathan jorge jose joseph joshua josiah juan jude jules julian julius justin karl keith kenneth kevin
klaus kofi kristian kurt kyle lance lars laurence lawrence leander leo leon leonard leopold leroy levi
lewis lionel lloyd louis lucas lucian ludwig luis luke magnus malcolm manuel marco marcus mario mark
marmaduke marshall martin marvin mathew matthew maurice max maximilian merlin michael miguel miles milo
mohammed montague morris mortimer moses muhammad murray nathan nathaniel neil nelson neville nicholas
nigel noah noel norman oleg oliver omar orlando oscar osman oswald otto owen pablo patrick paul pedro
percival percy peregrine peter philip phillip phineas pierre piotr quentin rafael ralph ramon randolph
raphael rashid raymond reginald reuben rex richard robert roderick rodney roger roland rolf romeo ronald
rory ross rowan roy rudolf rudolph rufus rupert russell samuel saul scott sean sebastian septimus sergei
seth seymour shane sherlock sidney silas simon solomon spencer stanley stefan stephen steven stewart
stuart sven sydney tarquin terence thaddeus theodore thomas thorsten timothy titus tobias todd travis
trevor tristan tyler ulrich umberto uriah valentine vernon victor vincent virgil vladimir wallace walter
warren wayne wilbur wilfred wilhelm william winston wolfgang xavier yusuf zachary zacharias pip giles
hercule axel bjorn einar erik gunnar halvard henrik ivar knut leif nils olaf olav oskar
ragnar sigurd stig thor torvald dorian lyle wade emeka chidi kwame tunde raj ravi vikram
sanjay anil kenji hiroshi takeshi haruki wei jun ming mateo santiago rafe ewan callum finlay)"},
    {word_class::given_she,
     R"(abigail ada adela adelaide adele adeline agatha agnes aisha alberta alexandra alexis alice alicia
alison alma amanda amaya amber amelia amina amy anastasia andrea angela angelica anita ann anna annabel
anne annette anthea antonia arabella astrid audrey aurora ava barbara beatrice becky belinda bella
bernadette bernice bertha beryl betsy beth bianca blanche brenda bridget brigid camilla carla carmen
carol carolina caroline carolyn carrie cassandra catalina catherine cecilia cecily celeste celia
charlotte chiara chloe christina christine clara clarissa claudia clementine clotilde colette constance
cora cordelia corinne cynthia daisy danielle daphne deborah deirdre delia delilah delphine denise diana
diane dinah dolores dora doreen doris dorothea dorothy edith edna effie eileen elaine eleanor elena elinor
elisa elise eliza elizabeth ella ellen eloise elsa elspeth elvira emilia emily emma enid erica esme
estella esther ethel eudora eugenia eulalie eunice eva evangeline eve evelina evelyn faith fanny fatima
felicia felicity fern fiona flora florence frances francesca frederica freda freya gabriela gabriella
gabrielle gemma genevieve georgia georgiana georgina geraldine gertrude gillian gina ginevra giulia
gladys glenda gloria grace greta gretchen griselda guinevere gwen gwendolen gwendolyn hannah harriet
hazel heather heidi helen helena helene henrietta hester hilda hildegarde holly honor honoria hortense
ida imogen ines inez ingrid irene irina iris irma isabel isabella isadora isolde ivy jacqueline jane
janet janice jasmine jean jeanne jemima jennifer jessica jill joan joanna jocelyn johanna josephine joy
joyce juanita judith julia juliana juliet june justine karen karin katarina kate katherine kathleen
kathryn katrina katya keziah kirsten kristin kristina lakshmi lara laura lauren lavinia leah leila lena
leonora leticia lettice lilian lillian lily linda lisa liv lois lola lorna lorraine louisa louise lucia
lucille lucinda lucretia lucy luisa lydia lynn mabel madeleine madeline magdalena maia maisie marcella
marcia margaret margarita margot marguerite maria marian marianne marie marietta marilyn marina
marion marisol marjorie marlene martha mary matilda maud maude maureen mavis maxine maya mei melanie
melinda melissa mercedes mercy meredith mia michelle mildred millicent minerva minna mirabel miranda
miriam moira mollie molly mona monica muriel myra myrtle nadia nadine nancy naomi natalia natalie natasha
nell nerissa nicola nicole nina noelle nora norma octavia odette olga olive olivia ophelia pamela
patience patricia paula pauline pearl peggy penelope perpetua petra philippa philomena phoebe phyllis
pilar polly portia priscilla priya prudence rachel rebecca regina renata rhoda rita roberta rosa rosalie
rosalind rosamond rosamund rose rosemary rosie rowena roxanne ruby ruth sabina sabrina sadie sally
salome samantha samira sandra sara sarah saskia selina selma serena shanti sharon sheila shirley sibyl
sidonie sigrid simone sofia solveig sonia sophia sophie sophronia stella stephanie susan susanna susannah
sybil sylvia tabitha tamara tamsin tania tara tatiana teresa tess thea thelma theodora theresa therese
thirza tilda tracy trudy una ursula valeria valerie vanessa vera verena verity veronica victoria viola
violet virginia vivian viviane vivienne wanda wendy wilhelmina winifred yasmin yolanda yvette yvonne
zelda zoe zora amara adaeze chioma ngozi ayesha farah leyla noor parvati sunita yuki sakura akiko hana
mina linnea maren marit ragnhild silje tove astri gudrun hedda undine amabel lettie hepzibah
shayla brianna brooke kayla hailey madison mackenzie)"},
    {word_class::given_any,
     R"(alex ali ariel ash ashley avery bailey blair bobbie cameron carey casey charlie chris claire-marie
dana dale dakota devon drew ellis finley frances frankie gale harper hayden hilary jackie jaime jamie
jess jessie jo jordan jules kai kelly kerry kim kit lee leslie logan lou mackenzie morgan nat nicky noel
parker pat peyton phoenix quinn reese remy riley river robin rory rowan sage sam sandy shannon
shelby sidney sky skyler stacy sydney taylor terry toni tracy val vivian wren marley merle beverly
laurie mo nico sasha shay rene)"},
};

/// Families of pet names: the full name first. A short form of several names stands with its
/// commonest.
inline constexpr std::string_view k_pet_names[] = {
    "abigail abby gail",
    "albert al bert bertie",
    "alexander alec sandy sasha lex",
    "alexandra sandra alix lexie",
    "alfred alf alfie fred",
    "amelia millie milly amy",
    "andrew andy drew",
    "angela angie",
    "anne annie nan nancy nanny anny",
    "anthony tony",
    "archibald archie",
    "arthur art artie",
    "augustus gus",
    "barbara babs barbie barb",
    "bartholomew bart bat",
    "beatrice bea trixie bee",
    "benjamin ben benny benjy",
    "bernard bernie",
    "bertram bertie",
    "caroline carrie caro",
    "catherine cathy kitty kate katie cat cathie kit kitt",
    "cecilia cissy cecily",
    "charles charlie charley chuck chas",
    "charlotte lottie charlie lotty",
    "christina tina chrissy christie",
    "christopher kit chris christy topher",
    "clara clare",
    "constance connie",
    "cornelius neil",
    "daniel dan danny",
    "david dave davy davie",
    "deborah debbie deb debby",
    "dominic dom nic",
    "donald don donnie",
    "dorothea dora dolly thea",
    "dorothy dot dottie dolly dodo",
    "douglas doug",
    "ebenezer eben",
    "edith edie",
    "edmund ned eddie",
    "edward ed eddie ned ted teddy eddy",
    "edwin ed win",
    "eleanor nell nellie nora ellie lena nelly",
    "elizabeth eliza lizzie lizzy liz beth betty betsy bess "
    "bessie lisa libby elsie lisbeth betsey",
    "ellen nell nellie",
    "emily em emmy millie",
    "emma em emmie",
    "ernest ernie",
    "esther hetty essie",
    "eugene gene",
    "evelyn evie evy",
    "ezekiel zeke",
    "florence flo flossie florrie",
    "frances fanny fran frankie",
    "francis frank frankie",
    "frederick fred freddie freddy fritz",
    "gabriel gabe",
    "gabriella gaby ella",
    "geoffrey geoff jeff",
    "george georgie geordie",
    "georgiana georgy georgie",
    "gerald gerry jerry",
    "gertrude gertie trudy",
    "gilbert gil bertie gibbie",
    "gregory greg",
    "gwendolen gwen gwennie",
    "hannah nan",
    "harold harry hal",
    "harriet hattie harry hatty",
    "helen nell nellie lena nelly",
    "henrietta hetty etta harriet",
    "henry harry hal hank",
    "herbert bert bertie herb",
    "horace horry",
    "hubert bert hugh",
    "isaac ike zac",
    "isabella bella izzy belle isabel bell",
    "jacob jake",
    "jacqueline jackie",
    "james jim jimmy jamie jem jimmie",
    "jane janie jenny jennie",
    "jasper jas",
    "jeffrey jeff",
    "jennifer jen jenny jenn",
    "jeremiah jerry jeremy",
    "jessica jess jessie",
    "joanna jo joan",
    "john jack johnny jock johnnie",
    "jonathan jon jonny",
    "joseph joe joey jos",
    "josephine jo josie",
    "joshua josh",
    "judith judy",
    "julia julie",
    "juliana juley",
    "katherine kate katie kathy kitty kay kat kath katy kit",
    "kenneth ken kenny",
    "laura lolly laurie",
    "laurence larry laurie lawrie",
    "lawrence larry laurie",
    "leonard len lenny leo",
    "leopold leo poldy",
    "lewis lew lewie",
    "lillian lily lil lilly",
    "louis lou louie",
    "louisa lou lulu",
    "lucinda lucy cindy",
    "lydia liddy",
    "madeleine maddie maddy lena",
    "magdalena lena maggie",
    "margaret maggie meg peggy madge greta daisy margery meggie peg mag marge margie",
    "maria mariah",
    "martha patty mattie matty",
    "mary molly polly mamie may minnie moll poll",
    "matilda tilly mattie maud tillie",
    "matthew matt mat matty",
    "michael mike mick micky mickey mikey",
    "mildred millie",
    "millicent millie milly",
    "mohammed mo",
    "nathaniel nat nate nathan",
    "nicholas nick nicky nico klaus",
    "oliver ollie noll",
    "olivia liv livvy",
    "oswald oz ozzie",
    "pamela pam",
    "patricia pat patty trish tricia patsy",
    "patrick pat paddy",
    "penelope penny pen",
    "percival percy",
    "peter pete",
    "philip phil pip",
    "philippa pippa",
    "priscilla cilla prissy",
    "prudence prue",
    "rachel rae",
    "randolph randy",
    "raymond ray",
    "rebecca becky becca beck bex",
    "reginald reggie rex reg",
    "richard dick rick ricky dickie dickon rich richie",
    "robert bob bobby rob "
    "robbie robin bert bobbie",
    "roderick rod rory",
    "roger rodge hodge",
    "ronald ron ronnie",
    "rosalind rosie ros roz",
    "rosamond rosie",
    "rosemary rosie romy",
    "rudolph rudy rolf",
    "rupert rupe",
    "samantha sam sammy",
    "samuel sam sammy",
    "sarah sally sadie sal",
    "sebastian seb bastian",
    "simon si",
    "sophia sophie sophy",
    "stephanie steph stevie",
    "stephen steve stevie steenie",
    "steven steve stevie",
    "susan sue susie suky sukey susy",
    "susannah sue susie suky",
    "sylvia syl",
    "terence terry",
    "theodora dora theo",
    "theodore ted theo teddy",
    "theresa tess terry tessa",
    "thomas tom tommy thom",
    "timothy tim timmy",
    "tobias toby",
    "ursula ursy",
    "valentine val",
    "veronica ronnie vera",
    "victor vic",
    "victoria vicky vic tori vickie",
    "vincent vin vince vinnie",
    "virginia ginny",
    "walter walt wat wally",
    "wilfred wilf fred",
    "wilhelmina minna willa mina billie",
    "william will bill billy willy willie liam",
    "winifred winnie freda win",
    "zachary zach zack",
};

}  // namespace fabula::language

#endif  // FABULA_LANGUAGE_WORD_LISTS_HPP
