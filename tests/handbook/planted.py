"""Manuals that were made to disagree: twice twelve conflicts, and as many look-alikes.

``CONFLICTS`` and ``LOOK_ALIKES`` were looked at while the rules of handbook/conflicts were chosen.
``UNSEEN_CONFLICTS`` and ``UNSEEN_LOOK_ALIKES`` were written afterwards; at their first run 10 of 12
conflicts were found and no look-alike, and then one fix was made ("council" is a local authority).

Each row is a sentence of the national manual and one of the local manual, written as two authors
would write them. A look-alike shares words with its partner and states another rule, or the same.
"""

from __future__ import annotations

CONFLICTS = {
    "conference": (
        "The initial child protection conference should take place within 15 working days of the "
        "strategy discussion.",
        "Initial child protection conferences are held within 15 days of the strategy discussion.",
    ),
    "core-group": (
        "The core group should meet within 10 working days from the initial child protection "
        "conference.",
        "The first core group meeting must be held within 14 working days of the initial child "
        "protection conference.",
    ),
    "assessment": (
        "An assessment should conclude no longer than 45 working days from the point of referral.",
        "Assessments must be finished within 35 working days of the referral.",
    ),
    "designated-officer": (
        "The designated officer should be informed within one working day of every allegation.",
        "Employers must tell the designated officer of an allegation within two working days.",
    ),
    "review": (
        "The first child protection review conference should be held within three months of the "
        "initial child protection conference.",
        "The first review conference should be held within four months of the initial conference.",
    ),
    "tests": (
        "An allegation is looked at by four tests of harm.",
        "There are three tests by which an allegation of harm is looked at.",
    ),
    "visits": (
        "A child subject to a child protection plan should be visited at least every ten working "
        "days.",
        "Social workers visit a child who is subject to a child protection plan every six weeks.",
    ),
    "decision": (
        "Within one working day of receiving a referral, the social worker should decide the next "
        "steps.",
        "The social worker decides on the next steps within three working days of the referral.",
    ),
    "private-fostering": (
        "Private fostering is the care of a child under 16 by someone who is not a close relative.",
        "A child under 18 who is cared for by someone who is not a close relative is privately "
        "fostered.",
    ),
    "reports": (
        "Reports for a review conference should be shared with parents five working days before "
        "the conference.",
        "Parents should be given the reports two working days before the review conference.",
    ),
    "minutes": (
        "Minutes of a strategy discussion should be sent to those who took part within 24 hours.",
        "The minutes of each strategy discussion are sent to all who took part within five days.",
    ),
    "helpline": (
        "The Kite Helpline for parents can be rung on 0808 157 0101 at any time.",
        "Parents can ring the Kite Helpline on 0808 157 0999.",
    ),
}

LOOK_ALIKES = {
    "same-conference": (
        "A transfer-in conference should be held within 15 working days of being notified of the "
        "move.",
        "Transfer-in conferences are held within 15 working days of notification of the move.",
    ),
    "first-and-further": (
        "The first review of a child in care plan should be held within 20 working days.",
        "Further reviews of a child in care plan are held within three months.",
    ),
    "two-orders": (
        "Police protection under section 46 of the Children Act 1989 may last no more than 72 "
        "hours.",
        "An emergency protection order under section 44 of the Children Act 1989 may last up to 8 "
        "days.",
    ),
    "two-actors": (
        "The health visitor should make a first visit to the family of a new baby within 14 days.",
        "The midwife should make a first visit to the family of a new baby within 2 days.",
    ),
    "words-and-figures": (
        "A rapid review should be completed within fifteen working days of the incident.",
        "Rapid reviews are to be completed within 15 working days of the serious incident.",
    ),
    "weeks-and-days": (
        "A private fostering arrangement should be notified six weeks before it begins.",
        "A private fostering arrangement is notified 42 days before it begins.",
    ),
    "before-and-after": (
        "The agenda of the panel should be sent out five working days before the panel.",
        "The decisions of the panel should be sent out ten working days after the panel.",
    ),
    "two-papers": (
        "A written record of the home visit should be made within two working days.",
        "A written complaint about the home visit should be answered within 20 working days.",
    ),
    "counts-of-two": (
        "Two members of staff should be present when a pupil is searched.",
        "Two witnesses sign the record when a pupil is searched.",
    ),
    "years": (
        "The register of foster carers was renewed in 2019.",
        "The register of foster carers was renewed in 2023.",
    ),
    "two-lines": (
        "The Owl Line for employers can be rung on 0113 496 0111 in office hours.",
        "The Owl Line for employers can be rung out of hours on 0113 496 0222.",
    ),
    "same-line": (
        "The Lamp Line for young carers is on 0113 496 0333.",
        "Young carers can ring the Lamp Line on (0113) 4960333.",
    ),
}

UNSEEN_CONFLICTS = {
    "rapid-review": (
        "A rapid review should be completed within 15 working days of the serious incident being "
        "notified.",
        "The partnership completes its rapid review within 20 working days of the notification of "
        "the serious incident.",
    ),
    "incident": (
        "A local authority should notify the national panel within five working days of becoming "
        "aware of a serious incident.",
        "The council must notify the panel of a serious incident within ten working days of "
        "becoming aware of it.",
    ),
    "health-assessment": (
        "The first health assessment should take place before the child has been looked after for "
        "20 working days.",
        "A child who comes into care must have a first health assessment within 28 days.",
    ),
    "supervision": (
        "Case supervision of each social worker should take place every four weeks.",
        "Each social worker has case supervision every six weeks.",
    ),
    "return-interview": (
        "A return interview should be offered within 72 hours of the child being found.",
        "Return interviews must be offered within five working days of the child being found.",
    ),
    "quorum": (
        "A conference goes ahead where at least three agencies have taken part.",
        "At least two agencies must have taken part for a conference to go ahead.",
    ),
    "escalation": (
        "A professional disagreement should be settled by managers within five working days.",
        "Managers must settle a professional disagreement within 10 working days.",
    ),
    "written-referral": (
        "A referral by telephone should be confirmed in writing within 48 hours.",
        "Telephone referrals must be confirmed in writing within 24 hours.",
    ),
    "training": (
        "Designated safeguarding leads should renew their training every two years.",
        "The training of a designated safeguarding lead is renewed every three years.",
    ),
    "consent-age": (
        "A young person aged 16 can consent to a medical examination.",
        "Consent to a medical examination can be given by a young person aged 14.",
    ),
    "letter": (
        "Parents should be told of the outcome of the enquiry in writing within seven days.",
        "The outcome of the enquiry is given to parents in writing within ten days.",
    ),
    "front-door": (
        "Practitioners reach the Front Door Team on 01484 960 111.",
        "The Front Door Team for practitioners is on 01484 960 999.",
    ),
}

UNSEEN_LOOK_ALIKES = {
    "same-hours": (
        "A child who is missing should be reported to the police within two hours.",
        "The police are told of a missing child within 2 hours.",
    ),
    "year-and-months": (
        "The plan for a disabled child should be reviewed every year.",
        "The plan for a disabled child is reviewed every 12 months.",
    ),
    "invite-and-attend": (
        "Invitations to a conference should be sent five working days before it.",
        "Apologies for a conference should be sent two working days before it.",
    ),
    "two-kinds-of-visit": (
        "A child in a children's home should be visited by the independent visitor every month.",
        "A child in a foster home should be visited by the social worker every six weeks.",
    ),
    "start-and-end": (
        "A serious case meeting should begin within 10 days of the event.",
        "The report of a serious case meeting should be published within six months.",
    ),
    "two-ages": (
        "A child under 10 cannot be charged with an offence.",
        "A child under 13 cannot consent to sexual activity.",
    ),
    "records": (
        "Records of an allegation should be kept for ten years.",
        "Records of a low-level concern should be kept for six years.",
    ),
    "initial-and-review": (
        "Reports for an initial conference should be sent two days before it.",
        "Reports for a review conference should be sent five days before it.",
    ),
    "same-count": (
        "Four areas of risk are named: content, contact, conduct and commerce.",
        "There are four areas of risk online.",
    ),
    "two-orders": (
        "A child assessment order may last up to seven days.",
        "An interim care order may last up to eight weeks.",
    ),
    "bounds": (
        "A designated lead should have at least two deputies.",
        "A designated lead should have no more than four deputies.",
    ),
    "two-teams": (
        "The Early Help Team in Huddersfield is on 01484 960 222.",
        "The Adoption Team in Huddersfield is on 01484 960 333.",
    ),
}
