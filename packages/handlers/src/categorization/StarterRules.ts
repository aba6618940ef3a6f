/**
 * The rules that ship: merchants of the United States and Europe by name, trades by the words their signs use in a dozen
 * languages, and the words of banks themselves. They are ordinary rules with ids under `starter/` and priorities far below
 * zero: a rule of one's own decides before them without saying so, and each can be switched off or replaced.
 *
 * They would rather say nothing than guess: names of people, cheques, references and companies that nobody knows match no
 * rule. Confidence is 0.9 and more for names, less for trades.
 */
import type { Rule } from "./Rule.ts"
import { clothingRules } from "./starter/ClothingRules.ts"
import { coffeeRules } from "./starter/CoffeeRules.ts"
import { electronicsRules } from "./starter/ElectronicsRules.ts"
import { givingRules } from "./starter/GivingRules.ts"
import { groceryRules } from "./starter/GroceryRules.ts"
import { healthRules } from "./starter/HealthRules.ts"
import { housingRules } from "./starter/HousingRules.ts"
import { leisureRules } from "./starter/LeisureRules.ts"
import { moneyRules } from "./starter/MoneyRules.ts"
import { restaurantRules } from "./starter/RestaurantRules.ts"
import { shoppingRules } from "./starter/ShoppingRules.ts"
import { transportRules } from "./starter/TransportRules.ts"
import { travelRules } from "./starter/TravelRules.ts"
import { utilityRules } from "./starter/UtilityRules.ts"

/** All starter rules, enabled. */
export const starterRules: ReadonlyArray<Rule> = [
  ...moneyRules,
  ...groceryRules,
  ...restaurantRules,
  ...coffeeRules,
  ...shoppingRules,
  ...clothingRules,
  ...electronicsRules,
  ...transportRules,
  ...travelRules,
  ...leisureRules,
  ...utilityRules,
  ...housingRules,
  ...healthRules,
  ...givingRules
]
