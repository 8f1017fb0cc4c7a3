/**
 * Scores computed with sacreBLEU 2.6.0, `BLEU(tokenize='none', force=True)`: corpus scores with its 'exp' and 'none' smoothing,
 * and sentence scores with `effective_order=True`. Sentences are separated by ' | ', words by spaces.
 */
export const sacrebleuCases: readonly {
  readonly kind: 'exp' | 'none' | 'sentence';
  readonly score: number;
  readonly hypotheses: string;
  readonly references: string;
}[] = [
  {
    kind: 'exp',
    score: 100.0,
    hypotheses: 'bela kiu la libron en | ne | bela .',
    references: 'bela kiu la libron en | ne | bela .',
  },
  {
    kind: 'exp',
    score: 70.765344,
    hypotheses: 'kato kato la la povas povas bela ne de kaj povas povas la povas mi de la bela amas ne',
    references: 'kato kato la la povas povas ne ne de kaj povas povas ne povas mi de la bela amas ne',
  },
  { kind: 'exp', score: 0.0, hypotheses: 'bela vidas libron', references: 'povas vidas en' },
  {
    kind: 'exp',
    score: 8.804641,
    hypotheses: 'hundo amas de kato libron ne kiu libron | . kaj . | domo de . mi kato',
    references: 'de hundo amas granda povas kaj kiu bela | kaj domo granda | kaj de ne granda kato',
  },
  { kind: 'exp', score: 11.295025, hypotheses: '. kiu bela ne hundo | . bela domo', references: '. kaj ne | . domo' },
  { kind: 'exp', score: 100.0, hypotheses: 'kaj ne la . domo', references: 'kaj ne la . domo' },
  {
    kind: 'none',
    score: 0.0,
    hypotheses: 'amas . kaj amas kato kiu',
    references: 'amas bela ne libron bela kaj kiu kato',
  },
  {
    kind: 'none',
    score: 0.0,
    hypotheses: ' | en hundo ne bela granda',
    references: 'domo la povas ne libron | en ne hundo',
  },
  { kind: 'exp', score: 0.0, hypotheses: 'bela la', references: 'bela la bela mi' },
  {
    kind: 'exp',
    score: 4.609101,
    hypotheses:
      'de amas kaj de la amas amas . mi . | amas libron . domo mi povas de libron granda de | hundo mi kaj . vidas amas de en la bela de kato vidas ne povas la amas de . de kato',
    references:
      'vidas de kiu kaj de | kato amas amas bela libron kato ne mi | povas kato granda bela la mi vidas kaj kato kaj mi amas amas en . de . mi mi ne',
  },
  {
    kind: 'none',
    score: 55.795675,
    hypotheses:
      'kaj kato amas hundo vidas en domo granda granda la kaj amas mi . . hundo vidas de en vidas | de libron kato',
    references:
      'kaj kato amas hundo granda en domo granda granda la kaj amas granda mi . hundo vidas vidas en vidas | de libron kato',
  },
  { kind: 'exp', score: 100.0, hypotheses: 'granda en domo de kiu', references: 'granda en domo de kiu' },
  {
    kind: 'exp',
    score: 100.0,
    hypotheses:
      'granda hundo granda vidas kiu libron en mi | . kaj vidas kiu la mi hundo kato amas en vidas granda . povas kato mi bela en de kaj | mi mi kato bela de amas bela kiu | povas | mi granda vidas',
    references:
      'granda hundo granda vidas kiu libron en mi | . kaj vidas kiu la mi hundo kato amas en vidas granda . povas kato mi bela en de kaj | mi mi kato bela de amas bela kiu | povas | mi granda vidas',
  },
  {
    kind: 'exp',
    score: 56.059761,
    hypotheses: 'granda mi amas de | libron bela de | libron ne',
    references: 'granda mi bela de | libron bela de | libron ne',
  },
  {
    kind: 'exp',
    score: 6.590941,
    hypotheses:
      'granda en granda ne povas . libron . mi | kato | hundo de hundo en kato granda libron domo de kaj . en en',
    references:
      'vidas granda en . granda . hundo en | . | hundo hundo domo amas libron de hundo hundo povas ne kiu mi povas',
  },
  {
    kind: 'exp',
    score: 37.631904,
    hypotheses:
      'de bela la vidas amas povas | kaj la de kato libron kato la hundo amas kaj vidas | kato amas hundo granda de ne kato domo amas kaj de la granda la | vidas | kato',
    references:
      'de bela vidas granda | kaj mi la de kato la libron kato la hundo amas domo vidas | kato kaj granda de ne kato domo . kaj de hundo granda la | vidas | kato',
  },
  { kind: 'exp', score: 37.991784, hypotheses: 'povas de hundo kiu bela en', references: 'povas de kiu bela en' },
  { kind: 'none', score: 0.0, hypotheses: ' | mi vidas de', references: 'vidas | mi vidas de' },
  { kind: 'exp', score: 0.0, hypotheses: ' | . | mi', references: 'povas mi | vidas | mi la kaj' },
  {
    kind: 'exp',
    score: 5.472853,
    hypotheses:
      'kiu bela povas . kiu granda vidas | de granda hundo la en kaj amas mi la mi | bela amas mi ne kiu povas kaj mi',
    references: 'kiu | de de granda la | bela amas',
  },
  {
    kind: 'exp',
    score: 100.0,
    hypotheses: 'en vidas povas de de domo granda ne',
    references: 'en vidas povas de de domo granda ne',
  },
  {
    kind: 'exp',
    score: 45.649687,
    hypotheses: '. kiu povas de kaj domo kaj ne amas la kato vidas',
    references: '. kiu en de amas domo granda kaj ne amas la kato vidas',
  },
  {
    kind: 'exp',
    score: 6.115045,
    hypotheses:
      'vidas la vidas granda granda hundo en granda vidas libron amas kaj ne mi vidas libron granda povas la | ne mi libron en libron la domo | bela . kato hundo |  | kaj granda hundo amas de la amas vidas ne bela kaj mi granda kato amas',
    references:
      'vidas la povas ne vidas granda kaj kato bela vidas libron kaj ne vidas bela vidas granda povas povas kaj | ne libron granda en mi libron mi la | bela kato | . | kaj granda . de la vidas . bela povas kaj mi kato de',
  },
  { kind: 'exp', score: 0.0, hypotheses: '. bela de', references: '. bela de' },
  { kind: 'exp', score: 0.0, hypotheses: 'mi', references: 'mi hundo' },
  {
    kind: 'exp',
    score: 14.242739,
    hypotheses:
      'kaj en en en granda la hundo la ne amas granda libron domo vidas kato kiu mi povas ne de granda kiu | mi | bela bela | bela . kato libron | la kato kaj',
    references:
      'kaj libron kato libron en granda bela la la ne amas granda domo kato bela kaj povas kato de kiu | de vidas | mi bela | bela . libron en kato | la la mi kato en',
  },
  {
    kind: 'none',
    score: 38.93422,
    hypotheses:
      '. kato vidas domo domo | . | kiu en domo libron domo kato hundo bela vidas en la libron hundo . | la vidas | amas amas kiu libron granda en vidas granda de hundo granda de kiu | domo vidas | de amas domo libron de de kaj la kaj . vidas mi kato povas | amas libron granda kato',
    references:
      '. kato vidas domo domo | domo | ne en domo libron ne kato hundo bela vidas la libron hundo . | la | vidas amas kiu libron en vidas granda granda hundo granda libron de kiu | domo vidas | de domo libron de de la kaj kiu . libron mi kato povas | kaj povas libron granda kato',
  },
  { kind: 'exp', score: 0.0, hypotheses: '', references: 'bela granda libron mi vidas ne en vidas' },
  { kind: 'exp', score: 0.0, hypotheses: 'kato', references: 'kato de' },
  {
    kind: 'none',
    score: 0.0,
    hypotheses:
      'ne ne . domo . hundo povas hundo la . ne de | vidas . vidas . libron kiu en de amas kato amas de amas libron kaj kiu',
    references: 'de ne domo libron . | vidas kato povas libron vidas libron en kato en ne granda libron domo',
  },
  { kind: 'none', score: 0.0, hypotheses: 'la', references: 'ne' },
  {
    kind: 'exp',
    score: 79.961582,
    hypotheses:
      'libron bela hundo en la . vidas povas ne ne en mi vidas mi amas en domo la povas | granda kiu bela amas | en vidas bela libron hundo | kiu la kato amas hundo | la povas amas povas vidas ne libron . . kiu granda la libron povas la kato libron kiu povas granda | povas vidas bela granda ne en mi la | amas | de',
    references:
      'libron bela hundo en la . vidas povas ne ne kiu en mi vidas mi amas en domo la povas | granda kiu bela amas | en vidas bela libron hundo | kiu la kato amas hundo | la povas povas vidas ne libron libron . . de kiu granda la libron povas la libron kiu povas granda | povas vidas bela granda ne en mi la | amas | de',
  },
  {
    kind: 'none',
    score: 0.0,
    hypotheses: 'de granda . libron kiu amas de ne amas povas vidas vidas kiu .',
    references: 'de vidas kiu granda . en granda kaj vidas granda kaj amas ne kaj bela hundo de vidas kiu granda',
  },
  { kind: 'exp', score: 49.473859, hypotheses: 'en | domo libron kiu mi', references: 'en | de domo libron kiu kiu' },
  { kind: 'none', score: 0.0, hypotheses: 'granda libron kaj', references: 'granda libron kaj' },
  { kind: 'exp', score: 0.0, hypotheses: 'hundo', references: 'la libron kato' },
  { kind: 'exp', score: 15.6197, hypotheses: 'kaj amas kiu en mi hundo amas', references: 'de amas en hundo amas' },
  { kind: 'exp', score: 0.0, hypotheses: '', references: '. kaj granda vidas libron domo bela kaj' },
  { kind: 'exp', score: 0.0, hypotheses: 'kato amas', references: 'kato amas kiu libron' },
  {
    kind: 'exp',
    score: 12.148821,
    hypotheses:
      'la vidas la de vidas en kaj kaj bela ne la mi hundo . domo . kiu en hundo en la granda ne libron vidas bela . | kaj kaj en bela povas libron la kato vidas povas povas kiu la de la ne ne | la vidas granda de mi domo . kaj kato | povas povas kato ne povas libron povas vidas la . | ne . libron de granda ne de la povas domo ne',
    references:
      'kiu la vidas de vidas kaj kaj bela ne la hundo povas . hundo domo . kiu povas hundo en | kaj en bela libron la hundo vidas povas | de vidas | granda vidas bela kaj | amas ne domo de granda',
  },
  { kind: 'exp', score: 52.312237, hypotheses: 'granda bela de en | en', references: 'granda bela de vidas en | en' },
  {
    kind: 'exp',
    score: 80.802661,
    hypotheses:
      'hundo mi hundo povas kiu domo kaj kiu ne bela amas ne mi hundo de en amas . . | libron . . | en en kaj en kato granda vidas libron libron la kato la . amas vidas hundo granda amas libron ne vidas | kaj | kiu kaj en ne . kiu . kaj amas hundo la . hundo',
    references:
      'hundo mi hundo povas kiu domo kaj kiu ne bela amas ne mi en hundo de en amas . . | libron . . | en en kaj en kato granda vidas libron libron la kato la . kato vidas hundo granda amas libron ne | la kaj | kiu kaj en ne . kiu . kaj hundo kaj la . hundo',
  },
  { kind: 'none', score: 0.0, hypotheses: 'en amas', references: 'en amas' },
  {
    kind: 'exp',
    score: 42.912435,
    hypotheses: '. kiu kiu amas povas kato la vidas mi amas | libron en | en kaj . domo . povas en . bela',
    references: 'kiu povas . kiu kiu bela povas kato la la vidas mi amas | libron | en kaj . domo povas en . .',
  },
  {
    kind: 'exp',
    score: 16.710354,
    hypotheses: 'domo granda en libron la hundo granda kiu domo bela vidas de povas mi bela bela amas de mi ne hundo',
    references: 'de granda libron kaj bela en granda kiu domo bela de kiu hundo bela bela bela ne en mi kiu',
  },
  { kind: 'none', score: 100.0, hypotheses: 'granda . bela de', references: 'granda . bela de' },
  {
    kind: 'exp',
    score: 8.072114,
    hypotheses: 'povas ne mi kaj domo mi la kato . libron kaj mi en amas vidas vidas kiu kato amas',
    references: 'povas mi libron domo la povas vidas amas ne kiu la kaj domo la la bela amas vidas kiu en',
  },
  { kind: 'exp', score: 0.0, hypotheses: ' | bela de', references: 'kaj domo vidas kiu povas vidas . kato | bela de' },
  { kind: 'none', score: 0.0, hypotheses: 'kato amas', references: 'en amas kiu .' },
  {
    kind: 'exp',
    score: 57.695877,
    hypotheses:
      'la kato amas domo kato hundo mi hundo amas ne bela libron . . amas en kaj bela . amas kato domo domo amas vidas mi | la la de mi libron amas en granda | libron kato kaj kaj kato povas bela en kiu en | granda kaj domo mi granda vidas granda granda granda kiu kato granda povas kiu domo mi ne libron bela amas | amas bela mi libron bela povas povas granda de domo hundo amas mi en kaj kato kato la libron mi kato domo bela granda kiu | hundo la bela kaj ne mi granda mi vidas | . . granda libron granda kaj ne kiu hundo granda la kaj vidas vidas . la en libron la en de ne la . kiu povas | granda vidas hundo vidas povas . kaj domo en bela libron granda povas en la libron . granda kaj kaj',
    references:
      'la kato amas domo kato hundo mi hundo amas ne bela libron . . amas en kaj bela . amas | la la | libron kato kaj kaj | granda kaj domo mi granda vidas granda granda granda kiu kato granda povas | amas bela mi en bela povas povas granda de domo hundo amas mi en kaj kato kato la povas libron | hundo la bela domo | . . granda libron granda kaj ne kiu hundo granda la kaj vidas vidas . la en libron la en | bela vidas hundo vidas povas . kaj domo en bela libron povas en',
  },
  {
    kind: 'none',
    score: 75.612892,
    hypotheses: 'la de ne . vidas amas bela kato domo en en ne kato ne amas . libron en',
    references: 'la de ne . vidas amas bela bela kato domo en en ne kato ne domo amas . libron en',
  },
  {
    kind: 'exp',
    score: 6.583796,
    hypotheses: 'granda granda libron amas povas en . . . | domo de',
    references: 'ne granda povas libron povas bela . libron | kato domo',
  },
  {
    kind: 'exp',
    score: 7.434965,
    hypotheses: 'la povas granda la amas de mi bela libron bela kaj de amas la kato ne en mi',
    references: 'la kato la domo bela granda libron mi en libron granda . en kaj amas mi povas ne bela kaj',
  },
  { kind: 'none', score: 0.0, hypotheses: 'de hundo mi domo', references: '. kato kiu povas mi' },
  {
    kind: 'sentence',
    score: 24.73693,
    hypotheses: 'de kato la kato kiu bela mi bela hundo hundo',
    references: 'kaj kato amas povas la . kaj kato kiu bela mi hundo',
  },
  {
    kind: 'sentence',
    score: 23.021037,
    hypotheses: 'de vidas ne povas kiu de la povas kato povas povas',
    references: 'domo vidas ne povas mi kiu bela la povas kato granda povas',
  },
  {
    kind: 'sentence',
    score: 73.488892,
    hypotheses: 'ne en . ne kiu kato en en kato de kiu en',
    references: 'ne en . . kiu kato en en kato de kiu en',
  },
  {
    kind: 'sentence',
    score: 36.462859,
    hypotheses: 'hundo la granda ne povas . mi en povas ne en povas',
    references: 'hundo la granda en povas povas . domo povas ne en povas',
  },
  {
    kind: 'sentence',
    score: 28.977907,
    hypotheses: 'la libron libron domo en domo amas de granda granda povas kato amas povas granda',
    references: 'la libron domo en amas granda granda kato povas kato amas povas',
  },
  {
    kind: 'sentence',
    score: 11.113459,
    hypotheses: 'kaj kato de povas domo granda amas povas kiu',
    references: 'vidas kato bela . de povas granda hundo amas povas en kiu',
  },
  { kind: 'sentence', score: 100.0, hypotheses: 'la hundo kaj', references: 'la hundo kaj' },
  { kind: 'sentence', score: 13.533528, hypotheses: 'la', references: 'la hundo kaj' },
  { kind: 'sentence', score: 39.685026, hypotheses: 'kaj hundo la', references: 'la hundo kaj' },
  { kind: 'sentence', score: 60.653066, hypotheses: 'hundo kaj', references: 'la hundo kaj' },
];
