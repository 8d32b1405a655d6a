#include "go_asm.h"
#include "textflag.h"
#include "eights_amd64.h"

// Eight people at once, one in each of the eight numbers of 64 bits that a register has. What a routine computes is said, and done once more, by its plain counterpart in Go, whose
// expressions are the comments here.

// func drawInEights(r *referred, first, last int, weeks quantity.Children, all int, upTo *uint64, smallest, surely int) int
TEXT ·drawInEights(SB), NOSPLIT, $0-72
	MOVQ r+0(FP), AX
	MOVQ first+8(FP), DX
	MOVQ last+16(FP), CX
	LEAQ referred_people(AX)(DX*8), SI
	LEAQ referred_before(AX)(DX*8), DI
	SUBQ DX, CX
	MOVQ CX, R11
	MOVQ upTo+40(FP), R8
	MOVQ surely+56(FP), R9
	LEAQ (R8)(R9*8), R9
	MIXERS
	EVERYWHERE($nextChild, Z26)
	VPBROADCASTQ weeks+24(FP), Z25
	BYTES(UPTOSEVEN, X0, Z0)
	VPMULLQ Z0, Z26, Z0
	VPADDQ Z0, Z25, Z25                        // weeks
	VPSLLQ $3, Z26, Z24
	VPBROADCASTQ all+32(FP), Z23
	VPBROADCASTQ smallest+48(FP), Z22
	EVERYWHERE($1, Z21)
	EVERYWHERE($2, Z20)
	EVERYWHERE($7, Z19)
	VPXORQ Z15, Z15, Z15
	XORL R12, R12

eight:
	THERE
	VMOVDQA64 Z25, Z0
	VPADDQ Z24, Z25, Z25
	MIX(Z0, Z1)                                // at := weeks.First()
	VMOVDQA64 Z22, Z2                          // law.Draw(at.Bits()): the first number, and one more for each number that the bits are beyond
	MOVQ R8, BX
beyond:
	VPCMPUQ.BCST MORE, (BX), Z0, K7, K1
	VPADDQ Z21, Z2, K1, Z2
	ADDQ $8, BX
	CMPQ BX, R9
	JLS beyond
	KTESTB K1, K1
	JNZ beyond
	VMOVDQA64.Z Z2, K7, Z2
	VMOVDQA64 Z2, Z5
	UPTO8(Z5, Z3)
	VPADDQ Z23, Z5, Z5                         // how many come up to and including each week
	VPSUBQ Z2, Z5, Z2
	VMOVDQU64 Z2, (DI)(R12*8)                  // r.before[i] = all
	VPERMQ Z5, Z19, Z23                        // all
	VPSUBQ Z2, Z20, Z2
	VPMULLQ Z26, Z2, Z2
	VPADDQ Z0, Z2, Z2
	VMOVDQU64 Z2, (SI)(R12*8)                  // r.people[i] = at.Children(uint64(1-all))
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VMOVQ X23, R10
	MOVQ R10, ret+64(FP)
	MOVQ R10, (DI)(R11*8)                      // r.before[last] = all

// Then the people are marked with their weeks. BX is where in r.weekOf those of a week begin, and R9 where those of the next do.
	MOVQ referred_weekOf(AX), SI
	MOVQ (DI), BX
	VPBROADCASTB DX, Z0
	MOVL $1, R13
	VPBROADCASTB R13, Z1
	XORL R12, R12
week:
	MOVQ 8(DI)(R12*8), R9
mark:
	VMOVDQU64 Z0, (SI)(BX*1)
	ADDQ $64, BX
	CMPQ BX, R9
	JLT mark
	MOVQ R9, BX
	VPADDB Z1, Z0, Z0
	INCQ R12
	CMPQ R12, R11
	JLT week
	VZEROUPPER
	RET

// func arriveInEights(addresses *quantity.Address, whens *when, arrived, from int, weekOf *uint8, number int, people *quantity.Children, ranks *int32, willing quantity.HalfChance) int
TEXT ·arriveInEights(SB), NOSPLIT, $0-80
	MOVQ addresses+0(FP), SI
	MOVQ whens+8(FP), DI
	MOVQ arrived+16(FP), DX
	MOVQ weekOf+32(FP), R8
	MOVQ number+40(FP), CX
	MOVQ people+48(FP), R9
	MOVQ ranks+56(FP), R10
	MIXERS
	VPBROADCASTQ from+24(FP), Z29
	VPBROADCASTQ willing+64(FP), Z28
	EVERYWHERE($0x10001, Z27)                  // the week both of referral and of engagement
	EVERYWHERE($nextChild, Z26)
	BYTES(UPTOSEVEN, X25, Z25)
	VPMULLQ Z25, Z26, Z25                      // i × nextChild
	VPSLLQ $3, Z26, Z26
	BYTES($0xff7f3f1f0f070301, X24, Z24)       // the bits up to each
	XORL R12, R12

eight:
	THERE
	ADDQ R12, R13                              // the last of the eight
	VPMOVZXBQ (R8)(R12*1), Z0                  // week
	MOVBLZX (R8)(R12*1), AX                    // of the first of the eight, and of the last
	MOVBLZX -1(R8)(R13*1), BX
	SUBL AX, BX
	CMPL BX, $16
	JGE farApart
	VPBROADCASTQ AX, Z1
	VPSUBQ Z1, Z0, Z1
	VMOVDQU64 (R9)(AX*8), Z2
	VPERMT2Q 64(R9)(AX*8), Z1, Z2
together:
	VPADDQ Z25, Z2, Z2                         // at := r.people[week].At(i)
	VPADDQ Z26, Z25, Z25
	MIX(Z2, Z3)
	VPSRLQ $32, Z2, Z3
	VPCMPUQ LESS, Z28, Z3, K7, K2                // willing.Mask(at.Bits() >> 32)
	VPCOMPRESSQ Z2, K2, Z4
	VMOVDQU64 Z4, (SI)(DX*8)                   // line.addresses[arrived] = at
	VPADDQ Z29, Z0, Z0
	VPMULLQ Z27, Z0, Z0
	VPCOMPRESSQ Z0, K2, Z4
	VMOVDQU64 Z4, (DI)(DX*8)                   // line.whens[arrived] = when{referred: referred, engaged: referred}
	KMOVB K2, BX
	VPBROADCASTQ BX, Z5                        // how many of the eight are willing, up to each
	VPANDQ Z24, Z5, Z5
	VPOPCNTQ Z5, Z5
	VPBROADCASTQ DX, Z6
	VPADDQ Z6, Z5, Z5
	VPMOVQD Z5, (R10)(R12*4)                   // ranks[i] = arrived
	POPCNTL BX, BX
	ADDQ BX, DX
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ DX, ret+72(FP)
	RET

farApart:
	KMOVB K7, K1
	VPGATHERQQ (R9)(Z0*8), K1, Z2
	JMP together

// func askInEights(addresses *quantity.Address, whens *when, goneFrom *uint16, number int, byLog, margin float64, unknown *int32) (unknowns int)
TEXT ·askInEights(SB), NOSPLIT, $0-64
	MOVQ addresses+0(FP), SI
	MOVQ whens+8(FP), DI
	MOVQ goneFrom+16(FP), R8
	MOVQ number+24(FP), CX
	MOVQ unknown+48(FP), R9
	XORL R11, R11                              // unknowns
	MIXERS
	VBROADCASTSD byLog+32(FP), Z29
	VBROADCASTSD margin+40(FP), Z28
	EVERYWHERE($nextChild, Z27)                // At(patience)
	EVERYWHERE($0x3ff0000000000000, Z26)       // 1
	VADDPD Z26, Z26, Z25                       // 2
	VDIVPD Z25, Z26, Z24                       // 1/2
	EVERYWHERE($0x3cb0000000000000, Z23)       // 2^-52
	EVERYWHERE($0x3fe62e42fefa39ef, Z22)       // ln 2
	EVERYWHERE($0x3fd5555555555555, Z21)       // 1/3
	EVERYWHERE($0x3fc999999999999a, Z20)       // 1/5
	EVERYWHERE($0x3fc2492492492492, Z19)       // 1/7
	EVERYWHERE($0x3fbc71c71c71c71c, Z18)       // 1/9
	EVERYWHERE($const_never, Z0)
	VCVTQQ2PD Z0, Z16
	EVERYWHERE($0xffff, Z14)
	VSUBPD Z28, Z26, Z13                       // 1 less the margin
	EVERYWHERE($1, Z12)
	PLACES
	XORL R12, R12

eight:
	THERE
	VPADDQ (SI)(R12*8), Z27, Z0
	MIX(Z0, Z1)
	VPSRLQ $12, Z0, Z0                         // Address.Uniform
	VCVTQQ2PD Z0, Z0
	VADDPD Z24, Z0, Z0
	VMULPD Z23, Z0, Z0
	VGETMANTPD $3, Z0, Z1                      // from 3/4 to 3/2
	VGETEXPPD Z0, Z2
	VCMPPD LESS, Z26, Z1, K1
	VADDPD Z26, Z2, K1, Z2
	VSUBPD Z26, Z1, Z3                         // its logarithm by the series of the area tangent: s = (m−1)/(m+1), 2s (1 + s²/3 + s⁴/5 + …)
	VADDPD Z26, Z1, Z4
	VDIVPD Z4, Z3, Z3
	VMULPD Z3, Z3, Z4
	VMOVAPD Z18, Z5
	VFMADD213PD Z19, Z4, Z5
	VFMADD213PD Z20, Z4, Z5
	VFMADD213PD Z21, Z4, Z5
	VFMADD213PD Z26, Z4, Z5
	VMULPD Z25, Z3, Z3
	VMULPD Z3, Z5, Z5
	VFMADD231PD Z22, Z2, Z5
	VMULPD Z29, Z5, Z5
	VMINPD Z16, Z5, Z5                         // which is beyond all weeks that matter
	VCVTTPD2QQ Z5, Z0
	VCVTQQ2PD Z0, Z1
	VSUBPD Z1, Z5, Z1                          // above
	VPADDQ Z12, Z0, Z0                         // weeks
	VCMPPD LESS, Z28, Z1, K7, K2
	VCMPPD MORE, Z13, Z1, K7, K3
	KORB K3, K2, K2
	VCMPPD LESS, Z16, Z5, K2, K2                 // those so near to a whole number
	VPANDQ (DI)(R12*8), Z14, Z2
	VPADDQ Z2, Z0, Z0
	VPMOVUSQW Z0, X0
	VMOVDQU16 X0, K7, (R8)(R12*2)
	NOTE(K2, R9, R11)
	ONWARD
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, unknowns+56(FP)
	RET

// func foreseeInEights(l *firstJobLaw, addresses *quantity.Address, aheads *ahead, number int, unknown, long *int32) (unknowns, longs int)
TEXT ·foreseeInEights(SB), NOSPLIT, $0-64
	MOVQ l+0(FP), AX
	MOVQ addresses+8(FP), SI
	MOVQ aheads+16(FP), DI
	MOVQ number+24(FP), CX
	MOVQ unknown+32(FP), R9
	XORL R11, R11                              // unknowns
	MOVQ long+40(FP), R8
	MIXERS
	VPBROADCASTQ firstJobLaw_starts(AX), Z29
	VPBROADCASTQ firstJobLaw_lasts(AX), Z28
	VPBROADCASTQ firstJobLaw_searchesAgain(AX), Z27
	MOVQ firstJobLaw_from16(AX), R10
	VPBROADCASTQ R10, Z26
	VPBROADCASTQ firstJobLaw_frees(AX), Z25
	VPBROADCASTQ firstJobLaw_inWork(AX), Z0
	VPMOVQ2M Z0, K6                            // of those whose job lasts, nobody searches again
	MOVQ firstJobLaw_exit(AX), DX
	MOVQ firstJobLaw_start(AX), R13
	SUBQ DX, R13
	SHRQ $3, R13
	VPBROADCASTQ R13, Z24                      // from the cells of exits to those of starts
	EVERYWHERE($nextChild, Z0)
	VPADDQ Z0, Z0, Z23                         // ofJob(at, searchBranch, 0)
	VPADDQ Z0, Z23, Z22                        // ofJob(at, jobBranch, 0)
	VPADDQ Z23, Z22, Z21                       // ofJob(at, kindBranch, 0)
	EVERYWHERE($0xffffffff, Z20)
	EVERYWHERE($(const_SustainmentWeeks-1), Z19)
	EVERYWHERE($1, Z18)
	PLACES
	EVERYWHERE($const_never, Z16)
	EVERYWHERE($const_searchesOn, Z14)
	EVERYWHERE($const_lasts52, Z13)
	EVERYWHERE($const_from16Hours, Z12)
	XORL R12, R12
	XORL AX, AX                                // longs

eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0                  // at
	VPADDQ Z23, Z0, Z1
	MIX(Z1, Z2)                                // the search
	VPADDQ Z22, Z0, Z3
	MIX(Z3, Z4)                                // the job
	VPANDQ Z20, Z0, Z2
	VPCMPUQ LESS, Z29, Z2, K7, K1                // l.starts.Mask(at.Bits())

	VPSRLQ $(64-const_halvesBits), Z1, Z2
	VPADDQ Z24, Z2, K1, Z2
	KMOVB K7, K3
	VPGATHERQQ (DX)(Z2*8), K3, Z4
	VPSRLQ $32, Z1, Z1
	VPADDQ Z1, Z4, Z4
	VPSRAQ $32, Z4, Z4                         // weeks
	VPADDQ Z4, Z4, Z2
	VPADDQ Z18, Z2, Z2                         // 2*weeks + unemployed

	VPSRLQ $32, Z3, Z6
	VPCMPUQ LESS, Z28, Z6, K1, K3                // lasting
	VPMULUDQ Z19, Z3, Z6                       // twelvefold
	VPSRLQ $32, Z6, Z7
	VPADDQ Z18, Z7, Z7                         // length
	VPBLENDMQ Z3, Z6, K3, Z8
	VPANDQ Z20, Z8, Z8
	VPCMPUQ LESS, Z27, Z8, K1, K4
	KANDB K6, K3, K5
	KANDNB K4, K5, K4                          // again
	VPADDQ Z7, Z7, Z8
	VMOVDQA64 Z25, K3, Z8
	VPADDQ Z8, Z2, K1, Z2
	VMOVDQA64 Z14, K4, Z2                      // frees
	VMOVDQA64 Z16, K3, Z7
	VMOVDQA64.Z Z7, K1, Z7                     // job
	VMOVDQA64.Z Z13, K3, Z9                    // course
	TESTQ R10, R10
	JEQ known                                  // l.from16 is 0
	VPADDQ Z21, Z0, Z5
	MIX(Z5, Z6)
	VPANDQ Z20, Z5, Z5
	VPCMPUQ LESS, Z26, Z5, K1, K4
	VPORQ Z12, Z9, K4, Z9

known:
	VPSLLQ $(8*ahead_search), Z4, Z5
	VPSLLQ $(8*ahead_job), Z7, Z7
	VPSLLQ $(8*ahead_course), Z9, Z9
	VPORQ Z5, Z2, Z2
	VPTERNLOGQ ANY, Z7, Z9, Z2
	VMOVDQU64 Z2, K7, (DI)(R12*8)

	NOTE(K3, R8, AX)
	VPMOVQ2M Z4, K2
	KANDB K7, K2, K2
	NOTE(K2, R9, R11)
	ONWARD
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, unknowns+48(FP)
	MOVQ AX, longs+56(FP)
	RET

// func foreseeLongInEights(l *longJobLaw, addresses *quantity.Address, aheads *ahead, number int, long, unknown *int32) (unknowns int)
TEXT ·foreseeLongInEights(SB), NOSPLIT, $0-56
	MOVQ l+0(FP), AX
	MOVQ addresses+8(FP), SI
	MOVQ aheads+16(FP), DI
	MOVQ number+24(FP), CX
	MOVQ long+32(FP), R10
	MOVQ unknown+40(FP), R9
	XORL R11, R11                              // unknowns
	MIXERS
	MOVQ longJobLaw_tenure(AX), DX
	MOVQ longJobLaw_support(AX), R8
	VPBROADCASTQ longJobLaw_unlimited(AX), Z29
	EVERYWHERE($nextChild, Z0)
	VPSLLQ $2, Z0, Z28                         // ofJob(at, supportBranch, 0)
	VPADDQ Z0, Z28, Z27                        // ofJob(at, kindBranch, 0)
	EVERYWHERE($const_never, Z26)
	EVERYWHERE($const_SustainmentWeeks, Z24)
	EVERYWHERE($(2*const_SustainmentWeeks), Z23)
	EVERYWHERE($(4*const_SustainmentWeeks), Z22)
	EVERYWHERE($0xffff, Z21)
	EVERYWHERE($const_searchesOn, Z20)
	EVERYWHERE($0xffffffff, Z19)
	EVERYWHERE($1, Z18)
	VPSLLQ $(8*ahead_course), Z18, Z16
	XORL R12, R12

eight:
	THERE
	VMOVDQU32 (R10)(R12*4), Y17
	VPMOVSXDQ Y17, Z25                         // i
	KMOVB K7, K3
	VPGATHERQQ (SI)(Z25*8), K3, Z0             // at
	KMOVB K7, K3
	VPGATHERQQ (DI)(Z25*8), K3, Z1             // p
	VPADDQ Z28, Z0, Z2
	MIX(Z2, Z3)                                // the times
	VPADDQ Z27, Z0, Z4
	MIX(Z4, Z3)                                // unlimited or not
	VPSLLQ $32, Z2, Z3
	VPSRLQ $(64-const_halvesBits), Z3, Z3
	VPSRLQ $(64-const_halvesBits), Z2, Z5
	KMOVB K7, K3
	VPGATHERQQ (DX)(Z3*8), K3, Z6
	KMOVB K7, K3
	VPGATHERQQ (R8)(Z5*8), K3, Z7
	VPANDQ Z19, Z2, Z3
	VPSRLQ $32, Z2, Z5
	VPADDQ Z3, Z6, Z6
	VPSRAQ $32, Z6, Z6                         // tenure
	VPADDQ Z5, Z7, Z7
	VPSRAQ $32, Z7, Z7                         // support
	VPORQ Z6, Z7, Z3
	VPMOVQ2M Z3, K2
	KANDB K7, K2, K2
	KANDNB K7, K2, K1                          // those of whom all is known
	VPADDQ Z24, Z6, Z6                         // job
	VPSRLQ $32, Z4, Z4
	VPCMPUQ LESS, Z29, Z4, K3
	VPORQ Z26, Z7, K3, Z7
	VPCMPQ LESS, Z7, Z6, K3                      // jobFirst
	VPSRLQ $(8*ahead_search), Z1, Z3
	VPANDQ Z21, Z3, Z3                         // p.search
	VPMINSQ Z6, Z7, Z4
	VPADDQ Z3, Z4, Z4
	VPADDQ Z4, Z4, Z4
	VPADDQ Z18, Z4, K3, Z4                     // frees
	VPANDQ Z21, Z1, Z5                         // p.frees
	VPCMPUQ EQUAL, Z20, Z5, K3, K3                // again
	VMOVDQA64 Z20, K3, Z4
	VPSRLQ $(8*ahead_course), Z1, Z1
	VPSLLQ $(8*ahead_course), Z1, Z1           // p.course
	VPCMPQ LESS, Z23, Z6, K3
	VPSUBQ Z16, Z1, K3, Z1
	VPCMPQ LESS, Z22, Z6, K3
	VPSUBQ Z16, Z1, K3, Z1
	VPSLLQ $(8*ahead_search), Z3, Z3
	VPSLLQ $(8*ahead_job), Z6, Z6
	VPTERNLOGQ ANY, Z4, Z3, Z1
	VPORQ Z6, Z1, Z1
	VPSCATTERQQ Z1, K1, (DI)(Z25*8)
	NOTE(K2, R9, R11)
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, unknowns+48(FP)
	RET

// func disturbedInEights(addresses *quantity.Address, whens *when, aheads *ahead, number int, calm *float32, foreseen int, perNumber float32, disturbed *int32) int
TEXT ·disturbedInEights(SB), NOSPLIT, $0-72
	MOVQ addresses+0(FP), DX
	MOVQ whens+8(FP), SI
	MOVQ aheads+16(FP), DI
	MOVQ number+24(FP), CX
	MOVQ calm+32(FP), R8
	MOVQ disturbed+56(FP), R9
	XORL R11, R11                              // how many are disturbed
	MIXERS
	EVERYWHERE($nextChild, Z29)
	VPADDQ Z29, Z29, Z29                       // ofJob(at, searchBranch, 0)
	EVERYWHERE($0xffff, Z28)
	EVERYWHERE($0xffffffff, Z27)
	VPBROADCASTQ foreseen+40(FP), Z26
	EVERYWHERE($1, Z25)
	VBROADCASTSS perNumber+48(FP), Y24
	VPXORQ Y23, Y23, Y23
	EVERYWHERE($(staffed__size/4), Z22)
	PLACES
	XORL R12, R12

eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0
	VPANDQ Z28, Z0, Z0                         // t
	VPSRLQ $(8*ahead_search), (DI)(R12*8), Z1
	VPANDQ Z28, Z1, Z1
	VPADDQ Z0, Z1, Z1                          // due
	VPCMPUQ LESS, Z26, Z1, K7, K1                // whether what follows is within the time looked at
	KMOVB K1, K2
	VPMULUDQ Z22, Z0, Z0
	VPMULUDQ Z22, Z1, Z1
	VXORPS Y2, Y2, Y2
	VGATHERQPS (R8)(Z0*4), K2, Y2              // before
	KMOVB K1, K2
	VGATHERQPS (R8)(Z1*4), K2, Y3
	VPADDQ (DX)(R12*8), Z29, Z4
	MIX(Z4, Z5)
	VPANDQ Z27, Z4, Z4
	VPADDQ Z25, Z4, Z4
	VCVTQQ2PS Z4, Y4
	VMULPS Y24, Y4, Y4                         // goesAt(number)
	VMULPS Y2, Y4, Y4
	VCMPPS LESS, Y3, Y4, K1, K1
	VCMPPS MORE, Y23, Y2, K1, K1                 // those who are calm
	KANDNB K7, K1, K2
	NOTE(K2, R9, R11)
	ONWARD
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, ret+64(FP)
	RET

// func countInEights(quarters *quarter, whens *when, aheads *ahead, number int, starts, ends *uint64, cohort *foreseenCohort, horizon, end int)
TEXT ·countInEights(SB), NOSPLIT, $0-72
	MOVQ quarters+0(FP), R8
	MOVQ whens+8(FP), SI
	MOVQ aheads+16(FP), DI
	MOVQ number+24(FP), CX
	MOVQ starts+32(FP), R9
	MOVQ ends+40(FP), R10
	MOVQ cohort+48(FP), AX
	VPBROADCASTQ end+64(FP), Z29
	EVERYWHERE($0xffff, Z28)
	EVERYWHERE($const_never, Z27)
	EVERYWHERE($20165, Z26)                    // 2^18 / 13
	VPBROADCASTQ horizon+56(FP), Z25
	VPMULUDQ Z26, Z25, Z25
	VPSRLQ $18, Z25, Z25                       // c.runOffPlace()
	EVERYWHERE($quarter__size, Z24)
	EVERYWHERE($(const_courses-1), Z23)
	EVERYWHERE($const_from16Hours, Z22)
	EVERYWHERE($1, Z21)
	EVERYWHERE($(const_WeeksPerQuarter-1), Z20)
	EVERYWHERE($(const_lags-1), Z19)
	EVERYWHERE($quarter_foreseen, Z18)
	EVERYWHERE($quarter_inWork, Z17)
	XORL R11, R11                              // how many start a job
	XORL DX, DX                                // how many end one in the time looked at
	XORL R12, R12

// First, where things are to be counted, in bytes from the first quarter and from the cohort, and in which weeks.
eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0
	VMOVDQU64 (DI)(R12*8), Z1                  // p
	VPSRLQ $(8*when_engaged), Z0, Z0
	VPANDQ Z28, Z0, Z0                         // engaged
	VPCMPUQ LESS, Z27, Z0, K7, K1
	VPSRLQ $(8*ahead_job), Z1, Z2
	VPANDQ Z28, Z2, Z2                         // p.job
	VPTESTMQ Z2, Z2, K1, K1
	VPSRLQ $(8*ahead_search), Z1, Z3
	VPANDQ Z28, Z3, Z3                         // p.search
	VPADDQ Z3, Z0, Z0                          // start
	VPADDQ Z2, Z0, Z4                          // end
	VPMULUDQ Z26, Z0, Z5
	VPSRLQ $18, Z5, Z5
	VPMINUQ Z25, Z5, Z5
	VPCMPUQ NOTLESS, Z29, Z0, K2
	VPADDQ Z21, Z5, K2, Z5
	VPMULUDQ Z24, Z5, Z5                       // now
	VPMULUDQ Z26, Z4, Z6
	VPSRLQ $18, Z6, Z6
	VPMINUQ Z25, Z6, Z6
	VPMULUDQ Z24, Z6, Z6                       // then, if within the time looked at
	VPSRLQ $(8*ahead_course), Z1, Z1
	VPANDQ Z23, Z1, Z1                         // p.course
	VPANDQ Z22, Z1, Z7
	VPSLLQ $2, Z7, Z7                          // a level has 16 bytes, and from16Hours is 4
	VPADDQ Z17, Z7, Z7
	VPADDQ Z5, Z7, Z8                          // now.inWork[hours]
	VPADDQ Z6, Z7, Z6                          // then.inWork[hours]
	VPSLLQ $3, Z1, Z1
	VPADDQ Z5, Z1, Z1
	VPADDQ Z18, Z1, Z1                         // now.foreseen[course]
	VPADDQ Z20, Z3, Z3
	VPMULUDQ Z26, Z3, Z3
	VPSRLQ $18, Z3, Z3
	VPMINUQ Z19, Z3, Z3
	VPSLLQ $2, Z3, Z3
	VPCMPUQ MORE, Z20, Z2, K2                  // those with a job that lasts; a quarter is as long as what it takes
	VPSLLQ $6, Z21, Z5
	VPADDQ Z5, Z3, K2, Z3                      // cohort[lasting][lag]
	VPSLLQ $16, Z8, Z8
	VPSLLQ $32, Z3, Z3
	VPSLLQ $48, Z0, Z0
	VPORQ Z8, Z1, Z1
	VPTERNLOGQ ANY, Z0, Z3, Z1
	VPCOMPRESSQ Z1, K1, Z1
	VMOVDQU64 Z1, (R9)(R11*8)
	VPCMPUQ LESS, Z29, Z4, K1, K2
	VPSLLQ $16, Z4, Z4
	VPORQ Z4, Z6, Z6
	VPCOMPRESSQ Z6, K2, Z6
	VMOVDQU64 Z6, (R10)(DX*8)
	KMOVB K1, BX
	POPCNTL BX, BX
	ADDQ BX, R11
	KMOVB K2, BX
	POPCNTL BX, BX
	ADDQ BX, DX
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER

// Then it is counted.
	LEAQ (R9)(R11*8), R11
	LEAQ (R10)(DX*8), DX
	JMP starts
start:
	MOVWLZX (R9), BX
	INCQ (R8)(BX*1)
	MOVWLZX 2(R9), BX
	MOVWLZX 6(R9), R13
	INCQ level_change(R8)(BX*1)
	ADDQ R13, level_weeks(R8)(BX*1)
	MOVWLZX 4(R9), BX
	INCL (AX)(BX*1)
	ADDQ $8, R9
starts:
	CMPQ R9, R11
	JLT start
	JMP ends
end:
	MOVWLZX (R10), BX
	MOVWLZX 2(R10), R13
	DECQ level_change(R8)(BX*1)
	SUBQ R13, level_weeks(R8)(BX*1)
	ADDQ $8, R10
ends:
	CMPQ R10, DX
	JLT end
	RET

// func milestonesInEights(whens *when, aheads *ahead, number int, milestones *Milestones, place uint64, end int) (n int)
TEXT ·milestonesInEights(SB), NOSPLIT, $0-56
	MOVQ whens+0(FP), SI
	MOVQ aheads+8(FP), DI
	MOVQ number+16(FP), CX
	MOVQ milestones+24(FP), R8
	VPBROADCASTQ place+32(FP), Z31             // m.Service and m.Centre
	VPBROADCASTQ end+40(FP), Z30
	EVERYWHERE($0xffff, Z29)                   // NoWeek
	EVERYWHERE($const_never, Z28)
	EVERYWHERE($const_searchesOn, Z27)
	EVERYWHERE($const_fourTimes, Z26)
	EVERYWHERE($const_weeksToReach, Z25)
	VMOVDQU64 ·notReached(SB), Z24
	VPMOVZXBQ ·reachedFrom16(SB), Z23
	EVERYWHERE($0xffffffffffff, Z22)
	XORL R11, R11
	XORL R12, R12

eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0                  // came
	VMOVDQU64 (DI)(R12*8), Z1                  // p
	VPSRLQ $(8*when_engaged), Z0, Z2
	VPANDQ Z29, Z2, Z2                         // t
	VPCMPUQ LESS, Z28, Z2, K7, K1
	VPANDQ Z29, Z1, Z3                         // frees
	VPSRLQ $(8*ahead_search), Z1, Z4
	VPANDQ Z29, Z4, Z4
	VPADDQ Z2, Z4, Z4                          // start
	VPSRLQ $(8*ahead_job), Z1, Z5
	VPANDQ Z29, Z5, Z5                         // job
	VPSRLQ $(8*ahead_course), Z1, Z1           // course
	VPADDQ Z5, Z4, Z6
	VPCMPUQ EQUAL, Z27, Z3, K1, K2
	VPCMPUQ LESS, Z30, Z6, K2, K2              // goesOn
	KANDNB K1, K2, K1
	VPSRLQ $1, Z3, Z3
	VPADDQ Z2, Z3, Z3                          // left
	VPCMPUQ NOTLESS, Z30, Z3, K2
	VPORQ Z29, Z3, K2, Z3
	VPSLLQ $48, Z3, Z3
	VPRORQ $32, Z0, Z0
	VPTERNLOGQ $0xf8, Z22, Z0, Z3              // m.Position, m.Referred and m.Left
	VPMULLQ Z26, Z4, Z4
	VPADDQ Z25, Z4, Z4
	VPERMQ Z24, Z1, Z6
	VPORQ Z6, Z4, Z4
	VPTESTNMQ Z5, Z5, K2                       // noJob
	VPTERNLOGQ $0xff, Z4, Z4, K2, Z4           // weeks
	VPSLLQ $16, Z4, Z5
	VPORQ Z2, Z5, Z5                           // the first four of m.Reached
	VPSRLQ $48, Z4, Z4
	VPERMQ Z23, Z1, Z6
	VPSLLQ $32, Z6, Z6
	VPORQ Z6, Z4, Z4                           // the last of them, and m.From16
	VPCOMPRESSQ Z3, K1, Z3
	VPCOMPRESSQ Z5, K1, Z5
	VPCOMPRESSQ Z4, K1, Z4
	VPUNPCKLQDQ Z3, Z31, Z0                    // the first halves of everyone's, the second ones, and then two people beside each other
	VPUNPCKHQDQ Z3, Z31, Z1
	VPUNPCKLQDQ Z4, Z5, Z2
	VPUNPCKHQDQ Z4, Z5, Z3
	VSHUFI64X2 $0x44, Z2, Z0, Z4
	VSHUFI64X2 $0x44, Z3, Z1, Z5
	VSHUFI64X2 $0xee, Z2, Z0, Z6
	VSHUFI64X2 $0xee, Z3, Z1, Z7
	VSHUFI64X2 $0x88, Z5, Z4, Z0
	VSHUFI64X2 $0xdd, Z5, Z4, Z1
	VSHUFI64X2 $0x88, Z7, Z6, Z2
	VSHUFI64X2 $0xdd, Z7, Z6, Z3
	VMOVDQU64 Z0, (R8)
	VMOVDQU64 Z1, 64(R8)
	VMOVDQU64 Z2, 128(R8)
	VMOVDQU64 Z3, 192(R8)
	KMOVB K1, BX
	POPCNTL BX, BX
	ADDQ BX, R11
	IMUL3Q $Milestones__size, BX, BX
	ADDQ BX, R8
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, n+48(FP)
	RET
