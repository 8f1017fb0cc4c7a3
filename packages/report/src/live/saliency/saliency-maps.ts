/** A map over the picture, scaled to its own maximum, one number per place. */
export type PlaceMap = { width: number; height: number; values: number[] };

export const mapNames = ['saliency', 'intensity', 'colour', 'orientation'] as const;
export type MapName = (typeof mapNames)[number];

/** The maps, and the places that attention visits one after another, in pixels of the picture. */
export type Saliency = { maps: { [name in MapName]: PlaceMap }; path: { x: number; y: number }[]; radius: number };
