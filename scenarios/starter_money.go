package scenarios

// moneyTables shows what the bundled scenarios' costs and funders do not need, for a cost line and a funder of some keys.
const moneyTables = `
# ---------------------------------------------------------------- what else may be said of costs and funders
#
# Not needed here, and the figures are made up: to use a table, copy it without the # and write your own.
#
# What an amount is for, if not a year: once (with quarter = 3), specialist, specialist in post, team leader, service, hire, engagement,
# job start, sustainment, or person and quarter. It may be uncertain, and for one service only (with service = "its key"):
#   [cost.training]
#   name     = "Training of new staff"
#   category = "staff"
#   per      = "hire"
#   amount   = { low = 800, best = 1_200, high = 2_000, assumed = "why" }
#
# An amount in another currency:
#   [cost.launch]
#   name     = "Opening conference"
#   category = "non_staff"
#   per      = "once"
#   quarter  = { value = 3, low = 2, high = 4, assumed = "why" }
#   amount   = { value = 100_000, low = 50_000, high = 200_000, assumed = "why" }
#   currency = "CZK"
#
#   [exchange.CZK]
#   rate = { value = 24.5, low = 23.5, high = 25.5, assumed = "why" }
#
# A line that is a share of others; with basis = "full" it would count only where cost_basis = "full" stands at the top of the file:
#   [cost.oncosts]
#   name     = "On-costs"
#   category = "staff"
#   share_of = { lines = ["%[1]s"] }
#   share    = { value = 0.15, low = 0.1, high = 0.3, assumed = "why" }
#
# Prices that rise from price_year on; a line may have an indexation of its own:
#   [indexation]
#   staff = { low = 0.02, best = 0.03, high = 0.05, assumed = "why" }
#
# A funder who covers what another would leave, and no more than that if the other stays away. It counts in an option whose pay_order names
# it, after the other:
#   [funding.lottery]
#   name   = "Lottery, for the rest"
#   kind   = "foundation"
#   covers = { rest_of = ["%[2]s"], share = { value = 1.0, low = 0.5, high = 1.0, assumed = "why" } }
#   status = "hoped"
#   chance = { low = 0.2, best = 0.5, high = 0.8, assumed = "why" }
#
# A funder who pays for some lines first, a part of a year's cost at most, as much as those before it, and late; who comes only if another
# one does. One that gives time or things, no money, has in_kind = true:
#   [funding.fund]
#   name         = "Fund that matches others"
#   kind         = "EU"
#   covers       = { lines = ["oncosts", "%[1]s"], share = { value = 1.0, low = 0.5, high = 1.0, assumed = "why" } }
#   at_most      = { value = 0.5, low = 0.4, high = 0.6, assumed = "why" }
#   matches      = { rate = { value = 1, low = 0.5, high = 1, assumed = "why" } }
#   arrives      = "in arrears"
#   lag_quarters = { value = 2, low = 1, high = 4, assumed = "why" }
#   status       = "hoped"
#
#   [funding.fund.given]
#   funder   = "%[2]s"
#   if_comes = { low = 0.4, best = 0.6, high = 0.8, assumed = "why" }
#   if_not   = { low = 0.0, best = 0.1, high = 0.3, assumed = "why" }
`
