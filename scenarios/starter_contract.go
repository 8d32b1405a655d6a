package scenarios

// contractTables shows an outcomes contract, for a scenario that has none.
const contractTables = `
# ---------------------------------------------------------------- an outcomes contract
#
# For a social impact bond or payment by results: copy the tables without the # and write your own; the figures are made up. What is left out means what
# a term sheet without the clause would mean: no cap, all outcomes paid for, at once, all costs carried, capital first and then what is left. A contract
# that comes with the program can be laid over this file by its name (see ipsplan list): this-file.toml+four-metrics.
#
#   [funding.outcome_payer]
#   name   = "Ministry"
#   kind   = "outcome payer"
#   covers = { share = { value = 1.0, low = 0.0, high = 1.0, assumed = "why" } }
#   status = "hoped"
#   chance = { low = 0.2, best = 0.5, high = 0.8, assumed = "why" }
#
#   [contract]
#   name  = "Our contract"
#   payer = "outcome_payer"
#
# The rate card: what is paid for one outcome (engagement, job start, 13 weeks, 26 weeks or 52 weeks in one job). With [hours], a row may be for jobs
# below 16 or from 16 hours only. contract.price_level multiplies all prices.
#   [contract.prices.job_start]
#   name  = "Job start"
#   event = "job start"
#   price = { value = 3_000, low = 1_000, high = 6_000, assumed = "why" }
#
#   [contract.prices.sustained_13_weeks]
#   name         = "13 weeks in a job"
#   event        = "13 weeks"
#   price        = { value = 4_000, low = 2_000, high = 8_000, assumed = "why" }
#   within_weeks = { value = 39, low = 26, high = 52, assumed = "claims at most nine months after engagement" }
#
# A threshold, a target and a premium; a payment whatever the outcome:
#   [contract.ladders.lasting]
#   name  = "Bonus for lasting work"
#   event = "13 weeks"
#   rungs = [{ at = { value = 30, low = 20, high = 40, assumed = "why" }, pays = { value = 10_000, low = 5_000, high = 20_000, assumed = "why" } }]
#
#   [contract.blocks.basic]
#   name          = "Basic payment"
#   share_of_cost = { value = 0.1, low = 0.0, high = 0.3, assumed = "why" }
#
#   [contract.evidence]
#   sustain_13w = { low = 0.7, best = 0.9, high = 1.0, assumed = "why" }
#   lag_weeks   = { value = 13, low = 4, high = 26, assumed = "why" }
#
#   [contract.most]
#   in_all     = { value = 500_000, low = 100_000, high = 900_000, assumed = "why" }
#   per_person = { value = 10_000, low = 5_000, high = 15_000, assumed = "why" }
#
# What the contract itself costs, and who finances it until payments come:
#   [contract.fees.evaluation]
#   name     = "Evaluation"
#   per_year = { value = 10_000, low = 5_000, high = 20_000, assumed = "why" }
#
#   [contract.investor]
#   name       = "Investor"
#   commitment = { value = 100_000, low = 50_000, high = 200_000, assumed = "why" }
#   return_cap = { value = 0.05, low = 0.03, high = 0.12, assumed = "why" }
`
