import { rareNouns } from './rare-nouns.js';
import { withEd, withIng, withS } from './inflection.js';

/** source: singular and plural, as words; target: roots, of which all but the last become adjectives. */
export interface Noun {
  readonly singular: readonly string[];
  readonly plural: readonly string[];
  readonly roots: readonly string[];
}

/** particle: the second word of verbs like 'look for'; reflexive: translated with 'sin'. */
export interface Verb {
  readonly base: string;
  readonly third: string;
  readonly past: string;
  readonly ing: string;
  readonly particle?: string;
  readonly reflexive: boolean;
  readonly root: string;
}

/** A word or two of the source and a word or two of the target that translate each other. */
export interface Entry {
  readonly source: readonly string[];
  readonly target: readonly string[];
}

// A line is: words in English = roots in Esperanto / irregular forms. Common words stand first, and are drawn more often.

const animate = `man=vir/men, woman=virin/women, child=infan/children, dog=hund, cat=kat, king=reĝ, boy=knab, girl=knabin,
friend=amik, teacher=instruist, doctor=kuracist, queen=reĝin, police officer=policist, soldier=soldat, farmer=kamparan,
horse=ĉeval, student=student, neighbour=najbar, bird=bird, wolf=lup/wolves, stable boy=stalknab, mouse=mus/mice, bear=urs,
fox=vulp, lion=leon, baker=bakist, sailor=marist, painter=pentrist, singer=kantist, guest=gast, thief=ŝtelist/thieves,
uncle=onkl, aunt=onklin, brother=frat, sister=fratin, poet=poet`;

const inanimate = `house=dom, book=libr, letter=leter, postcard=poŝt kart, tree=arb, table=tabl, window=fenestr, flower=flor,
notebook=not libr, apple tree=pomuj, picture=bild, apple=pom, key=ŝlosil, boat=boat, railway=fer voj, bridge=pont,
garden=ĝarden, lighthouse=lum tur, river=river, mountain=mont, city=urb, village=vilaĝ, church=preĝej, school=lernej,
knife=tranĉil/knives, cup=tas, chair=seĝ, bedroom=dorm ĉambr, clock=horloĝ, hat=ĉapel, ring=ring, coat=mantel,
castle=kastel, windmill=vent muelej, steam ship=vaporŝip, field=kamp, bottle=botel, island=insul, gift=donac,
tea pot=tekruĉ, book shop=librovendej, sunflower=sun flor, raincoat=pluv mantel`;

const transitive = `see=vid/saw, love=am, find=trov/found, know=kon/knew, look for=serĉ, hear=aŭd/heard, carry=port, follow=sekv,
help=help, wait for=atend, visit=vizit, paint=pentr, buy=aĉet/bought, sell=vend/sold, hold=ten/held, listen to=aŭskult,
break=romp/broke, wash=lav, draw=desegn/drew, hide=kaŝ/hid, bring=alport/brought, look at=rigard, choose=elekt/chose,
praise=laŭd, forget=forges/forgot/forgetting, lose=perd/lost`;

const intransitive = `sleep=dorm/slept, run=kur/ran/running, bow=sin klin, laugh=rid, sing=kant/sang, swim=naĝ/swam/swimming,
turn=sin turn, dance=danc, work=labor, weep=plor/wept, dress=sin vest, fall=fal/fell, smile=ridet, move=sin mov`;

const adjectiveRoots = `big=grand, small=malgrand, old=maljun, young=jun, red=ruĝ, light blue=helblu, green=verd, white=blank,
black=nigr, good=bon, bad=malbon, beautiful=bel, happy=feliĉ, sad=malĝoj, rich=riĉ, poor=malriĉ, strong=fort, weak=malfort,
light green=helverd, new=nov, long=long, heavy=pez, quiet=kviet, clever=saĝ, brave=kuraĝ, tired=lac, strange=strang,
famous=fam, tall=alt, cold=malvarm`;

function lines(text: string): { readonly words: string[]; readonly roots: string[]; readonly irregular: string[] }[] {
  return text.split(/,\s*/).map((line) => {
    const [words = '', rest = ''] = line.split('=');
    const [roots = '', ...irregular] = rest.split('/');
    return { words: words.split(' '), roots: roots.split(' '), irregular };
  });
}

function nouns(text: string): Noun[] {
  return lines(text).map(({ words, roots, irregular }) => {
    const plural = irregular[0] ?? withS(words.at(-1)!);
    return { singular: words, plural: [...words.slice(0, -1), plural], roots };
  });
}

function verbs(text: string): Verb[] {
  return lines(text).map(({ words, roots, irregular }) => {
    const [base = '', particle] = words;
    const [past = withEd(base), ing = withIng(base)] = irregular;
    const reflexive = roots[0] === 'sin';
    const common = { base, third: withS(base), past, ing, reflexive, root: roots.at(-1)! };
    return particle === undefined ? common : { ...common, particle };
  });
}

function entries(text: string): Entry[] {
  return lines(text).map(({ words, roots }) => ({ source: words, target: roots }));
}

export const lexicon = {
  animate: nouns(animate),
  inanimate: nouns(inanimate),
  /** Drawn seldom, so that a training set holds few of each or none. */
  rare: { animate: nouns(rareNouns.animate), inanimate: nouns(rareNouns.inanimate) },
  transitive: verbs(transitive),
  intransitive: verbs(intransitive),
  /** target: roots */
  adjectives: entries(adjectiveRoots),
  /** Stay in front of the clause. */
  sentenceAdverbs: entries('today=hodiaŭ, yesterday=hieraŭ, of course=kompreneble, perhaps=eble, now=nun, soon=baldaŭ'),
  /** Move from the front of the clause to its verb. */
  verbAdverbs: entries(
    `here=ĉi tie, often=ofte, at home=hejme, always=ĉiam, tonight=ĉi vespere, there=tie, at night=nokte, everywhere=ĉie`,
  ),
  conjunctions: entries('and=kaj, but=sed, because=ĉar, while=dum, when=kiam, although=kvankam, or=aŭ'),
  prepositions: entries(
    'in=en, on=sur, near=apud, with=kun, under=sub, without=sen, behind=malantaŭ, in front of=antaŭ',
  ),
  pronouns: entries('I=mi, you=vi, he=li, she=ŝi, we=ni, they=ili'),
  /** target: an -a word, which agrees */
  possessives: entries('my=mia, our=nia, your=via, her=ŝia'),
  /** Only with plural nouns; they do not agree. */
  numbers: entries('two=du, three=tri, five=kvin'),
} as const;
