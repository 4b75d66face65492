// Children: toys, games, dolls, and what is made for them.
export const play = [
  ['jigsaw', 'Games & Puzzles', 'jigsaw|puzzle'],
  ['skipping', 'Games & Puzzles', 'skipping(?! rope.*rabbit)|rounders|skittle|croquet|quoits|tennis|ping pong|boules|hopscotch|frisbee|flying disc|kite|juggling|yo ?yo|sporting|cricket'],
  ['game', 'Games & Puzzles', 'game|ludo|snakes|domino(?:es)?|chess|bingo|dice|noughts|naughts|tic tac|backgammon|quiz|solitaire|happy famil(?:y|ie)|donkey tail|tail game|trumps|darts?|pick up sticks|pairs'],
  ['spinningtop', 'Toys', 'spinning ?top|kaleidoscope|tops'],
  ['music', 'Toys', 'whistle|recorder|harmonica|drum|trumpet|tambourine|maracas?|xylophone|ocarina|castanets?'],
  ['soldier', 'Toys', 'soldier|space cadet|cowboy'],
  ['teddy', 'Soft Toys & Dolls', 'soft toy|teddy(?: bear)?|plush|cuddly|sock puppet|puppet|monkey doll|rabbit doll|ninja rabbit|dog toy|mouse toy|knitted rabbit|girly toy|soft car'],
  ['doll', 'Soft Toys & Dolls', 'rag ?doll|doll|babushka doll|geisha girl|finger puppet|worry doll|monster|matrioshka'],
  ['plane', 'Toys', 'glider|helicopter|aeroplane|plane|rocket|flying (?:singing )?canary'],
  ['car', 'Toys', 'toy car|tractor|train(?! ticket)|truck|bus|boat|ship|camper ?van|racing car|pull ?back|car(?! fresh| flag)'],
  ['rockinghorse', 'Toys', 'rocking horse|horse on'],
  ['playhouse', 'Toys', 'playhouse|dolls? ?house|play ?set|poppy.s'],
  ['blocks', 'Toys', 'building block|blocks|abacus|stacking toy|tool set|stress ball|bubble ?gum ring|squishy|slinky|bouncy|water pistol|rubber duck|wind ?up|inflatable|toy|creepy|jumping|sand ?castle|cushion ball'],
  ['dinosaur', 'Toys', 'dinosaur(?: set)?|snake set|farm(?:yard)? animal|animals? in|space (?:frog|owl)|frog|gecko|dolphin'],
  ['bib', 'Baby & Child', 'baby|bib|nursery|christening|first (?:curl|tooth)|height chart'],
];
