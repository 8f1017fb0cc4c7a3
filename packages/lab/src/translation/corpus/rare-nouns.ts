/** Nouns that a training set holds few of, or none: the unknown words of the made corpus. */
export const rareNouns = {
  animate: `otter=lutr, badger=mel, heron=arde, owl=strig, crane=gru, eel=angil, beaver=kastor, hedgehog=erinac,
squirrel=sciur, swan=cign, weaver=teksist, tailor=tajlor, smith=forĝist, miller=muelist, hunter=ĉasist, barber=barbir,
potter=potist, monk=monaĥ, nun=monaĥin, knight=kavalir, duke=duk, count=graf, widow=vidvin, orphan=orf, pilgrim=pilgrimant,
beggar=almozul, juggler=ĵonglist, shepherd=paŝtist, butcher=buĉist, mason=masonist, clerk=oficist, lawyer=advokat`,
  inanimate: `anvil=ambos, lantern=lantern, violin=violon, flute=flut, drum=tambur, harp=harp, trumpet=trumpet, carpet=tapiŝ,
mirror=spegul, candle=kandel, basket=korb, barrel=barel, ladder=ŝtupetar, hammer=martel, needle=kudril, pillow=kusen,
blanket=litkovril, spoon=kuler, fork=fork, plate=teler, kettle=kaldron, saddle=sel, wheel=rad, anchor=ankr, sail=vel, oar=remil,
fountain=fontan, tower=tur, cave=kavern, meadow=herbej, orchard=fruktej, vineyard=vitej, bay=golf, harbour=haven, swamp=marĉ,
valley=val, desert=dezert, pear=pir, plum=prun, cherry=ĉeriz, nut=nuks, fig=fig, pearl=perl, crown=kron, sword=glav,
shield=ŝild, arrow=sag, spear=lanc`,
} as const;
