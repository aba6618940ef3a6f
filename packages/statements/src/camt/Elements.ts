/**
 * The elements of CAMT.052, .053 and .054 that are read, as a tree of local names: where an element is not in the tree, it
 * and everything in it is passed over. One tree serves all versions, because no version gave an old path a new meaning:
 *
 * - version 1 has `Bal/Tp/Cd` where later ones have `Bal/Tp/CdOrPrtry/Cd`, and `BBAN`, `UPIC`, `PrtryAcct` for `Othr`;
 * - version 2 has the payment's amount in `AmtDtls/TxAmt` only, version 3 and later in `Amt` and `CdtDbtInd` as well;
 * - version 2 has a charge directly in `Chrgs`, later ones in `Chrgs/Rcrd`;
 * - version 8 moved the status from `Sts` to `Sts/Cd`, and a party from `Dbtr` to `Dbtr/Pty` or `Dbtr/Agt`.
 *
 * Source: the message definition reports and schemas of ISO 20022, `camt.052.001.01` to `.13` and their siblings.
 */
import { attribute } from "./Xml.ts"
import { type AmountDraft, BalanceDraft, ChargeDraft, DetailDraft, type Drafts, type PartyDraft } from "./Draft.ts"

/** What happens with an element of that name at that place. */
export interface Element {
  readonly children: ReadonlyMap<string, Element>
  /** Called when it begins. */
  readonly enter: ((drafts: Drafts) => void) | null
  /** Called when it ends, with its text, trimmed and not empty. Its text is collected only if this is there. */
  readonly take: ((drafts: Drafts, text: string, attributes: string) => void) | null
}

type Children = Readonly<Record<string, Element>>

const group = (children: Children, enter: Element["enter"] = null): Element => ({
  children: new Map(Object.entries(children)),
  enter,
  take: null
})

const text = (take: NonNullable<Element["take"]>, children: Children = {}): Element => ({
  children: new Map(Object.entries(children)),
  enter: null,
  take
})

const amount = (take: (drafts: Drafts, amount: AmountDraft) => void): Element =>
  text((drafts, value, attributes) => take(drafts, { text: value, currency: attribute(attributes, "Ccy") }))

/** A date, or a date and time. */
const date = (take: (drafts: Drafts, text: string) => void): Element => group({ Dt: text(take), DtTm: text(take) })

/** The ways in which the versions identify an account. */
const accountId = (
  takeIban: (drafts: Drafts, text: string) => void,
  takeOther: (drafts: Drafts, text: string) => void
): Element =>
  group({
    IBAN: text(takeIban),
    BBAN: text(takeOther),
    UPIC: text(takeOther),
    PrtryAcct: group({ Id: text(takeOther) }),
    Othr: group({ Id: text(takeOther) })
  })

const partyName = (take: (drafts: Drafts, text: string) => void): Children => ({
  Nm: text(take),
  Pty: group({ Nm: text(take) }),
  Agt: group({ FinInstnId: group({ Nm: text(take) }) })
})

const party = (of: (drafts: Drafts) => PartyDraft) => ({
  self: group(
    partyName((drafts, value) => {
      of(drafts).name ??= value
    })
  ),
  ultimate: group(
    partyName((drafts, value) => {
      of(drafts).ultimate ??= value
    })
  ),
  account: group({
    Id: accountId(
      (drafts, value) => {
        of(drafts).account = value
      },
      (drafts, value) => {
        of(drafts).account ??= value
      }
    )
  })
})

const debtor = party((drafts) => drafts.detail.debtor)
const creditor = party((drafts) => drafts.detail.creditor)

const charges = group(
  {
    TtlChrgsAndTaxAmt: amount((drafts, value) => {
      drafts.charge.total = value
    }),
    Amt: amount((drafts, value) => {
      drafts.charge.amount = value
    }),
    Rcrd: group(
      {
        Amt: amount((drafts, value) => {
          drafts.charge.amount = value
        })
      },
      (drafts) => {
        // The group's own draft holds the total; each record has one of its own.
        drafts.charge = new ChargeDraft()
        drafts.entry.charges.push(drafts.charge)
      }
    )
  },
  (drafts) => {
    drafts.charge = new ChargeDraft()
    drafts.entry.charges.push(drafts.charge)
  }
)

const takeStructured = (drafts: Drafts, value: string) => {
  drafts.detail.structured.push(value)
}

const takeRelatedDate = (drafts: Drafts, value: string) => {
  drafts.detail.date ??= value
}

const transactionDetails = group(
  {
    Refs: group({
      AcctSvcrRef: text((drafts, value) => {
        drafts.detail.servicerReference ??= value
      }),
      EndToEndId: text((drafts, value) => {
        drafts.detail.endToEndId ??= value
      }),
      TxId: text((drafts, value) => {
        drafts.detail.transactionId ??= value
      })
    }),
    Amt: amount((drafts, value) => {
      drafts.detail.amount ??= value
    }),
    CdtDbtInd: text((drafts, value) => {
      drafts.detail.direction ??= value
    }),
    AmtDtls: group({
      InstdAmt: group({
        Amt: amount((drafts, value) => {
          drafts.detail.instructedAmount ??= value
        })
      }),
      TxAmt: group({
        Amt: amount((drafts, value) => {
          drafts.detail.transactionAmount ??= value
        })
      })
    }),
    Chrgs: charges,
    RltdPties: group({
      Dbtr: debtor.self,
      DbtrAcct: debtor.account,
      UltmtDbtr: debtor.ultimate,
      Cdtr: creditor.self,
      CdtrAcct: creditor.account,
      UltmtCdtr: creditor.ultimate
    }),
    RmtInf: group({
      Ustrd: text((drafts, value) => {
        drafts.detail.unstructured.push(value)
      }),
      Strd: group({
        AddtlRmtInf: text(takeStructured),
        CdtrRefInf: group({ CdtrRef: text(takeStructured), Ref: text(takeStructured) }),
        RfrdDocInf: group({ Nb: text(takeStructured), RfrdDocNb: text(takeStructured) })
      })
    }),
    RtrInf: group({
      Rsn: group({
        Cd: text((drafts, value) => {
          drafts.detail.returnReason.push(value)
        })
      }),
      RtrRsn: group({
        Cd: text((drafts, value) => {
          drafts.detail.returnReason.push(value)
        })
      }),
      AddtlInf: text((drafts, value) => {
        drafts.detail.returnReason.push(value)
      })
    }),
    RltdDts: group({
      IntrBkSttlmDt: text(takeRelatedDate),
      AccptncDtTm: text(takeRelatedDate),
      TxDtTm: text(takeRelatedDate)
    }),
    AddtlTxInf: text((drafts, value) => {
      drafts.detail.information ??= value
    })
  },
  (drafts) => {
    drafts.detail = new DetailDraft()
    drafts.entry.details.push(drafts.detail)
  }
)

const takeStatus = (drafts: Drafts, value: string) => {
  drafts.entry.status ??= value
}

/** An `Ntry` and all that is read in it. */
export const entry: Element = group({
  NtryRef: text((drafts, value) => {
    drafts.entry.reference ??= value
  }),
  Amt: amount((drafts, value) => {
    if (drafts.entry.amount !== null) drafts.entry.repeated = true
    drafts.entry.amount = value
  }),
  CdtDbtInd: text((drafts, value) => {
    if (drafts.entry.direction !== null) drafts.entry.repeated = true
    drafts.entry.direction = value
  }),
  RvslInd: text((drafts, value) => {
    drafts.entry.reversal ??= value
  }),
  Sts: text(takeStatus, { Cd: text(takeStatus), Prtry: text(takeStatus) }),
  BookgDt: date((drafts, value) => {
    if (drafts.entry.bookingDate !== null) drafts.entry.repeated = true
    drafts.entry.bookingDate = value
  }),
  ValDt: date((drafts, value) => {
    if (drafts.entry.valueDate !== null) drafts.entry.repeated = true
    drafts.entry.valueDate = value
  }),
  AcctSvcrRef: text((drafts, value) => {
    drafts.entry.servicerReference ??= value
  }),
  BkTxCd: group({
    Domn: group({
      Cd: text((drafts, value) => {
        drafts.entry.domain ??= value
      }),
      Fmly: group({
        Cd: text((drafts, value) => {
          drafts.entry.family ??= value
        }),
        SubFmlyCd: text((drafts, value) => {
          drafts.entry.subFamily ??= value
        })
      })
    }),
    Prtry: group({
      Cd: text((drafts, value) => {
        drafts.entry.proprietaryCode ??= value
      })
    })
  }),
  Chrgs: charges,
  NtryDtls: group({ TxDtls: transactionDetails }),
  TxDtls: transactionDetails,
  AddtlNtryInf: text((drafts, value) => {
    drafts.entry.information ??= value
  })
})

const takeBalanceCode = (drafts: Drafts, value: string) => {
  drafts.balance.code ??= value
}

const balance = group(
  {
    Tp: group({
      Cd: text(takeBalanceCode),
      Prtry: text(takeBalanceCode),
      CdOrPrtry: group({ Cd: text(takeBalanceCode), Prtry: text(takeBalanceCode) })
    }),
    Amt: amount((drafts, value) => {
      drafts.balance.amount ??= value
    }),
    CdtDbtInd: text((drafts, value) => {
      drafts.balance.direction ??= value
    }),
    Dt: date((drafts, value) => {
      drafts.balance.date ??= value
    })
  },
  (drafts) => {
    drafts.balance = new BalanceDraft()
    drafts.statement.balances.push(drafts.balance)
  }
)

const pagination = group({
  PgNb: text((drafts, value) => {
    drafts.statement.page ??= value
  }),
  LastPgInd: text((drafts, value) => {
    drafts.statement.lastPage ??= value
  })
})

const account = group({
  Id: accountId(
    (drafts, value) => {
      drafts.statement.iban ??= value
    },
    (drafts, value) => {
      drafts.statement.otherId ??= value
    }
  ),
  Tp: group({
    Cd: text((drafts, value) => {
      drafts.statement.accountType ??= value
    })
  }),
  Ccy: text((drafts, value) => {
    drafts.statement.currency ??= value
  }),
  Nm: text((drafts, value) => {
    drafts.statement.accountName ??= value
  }),
  Ownr: group({
    Nm: text((drafts, value) => {
      drafts.statement.ownerName ??= value
    })
  })
})

/** A `Stmt`, `Rpt` or `Ntfctn` and all that is read in it besides its entries. */
export const statement: Element = group({
  CreDtTm: text((drafts, value) => {
    drafts.statement.created = value
  }),
  StmtPgntn: pagination,
  RptPgntn: pagination,
  NtfctnPgntn: pagination,
  Acct: account,
  Bal: balance
})

/** A message, of which only its header's time is read besides its statements. */
export const message: Element = group({
  GrpHdr: group({
    CreDtTm: text((drafts, value) => {
      drafts.created = value
    })
  })
})

/** An `Ntry` that stands where none belongs: it is counted and rejected, and nothing in it is read. */
export const misplacedEntry: Element = group({})
