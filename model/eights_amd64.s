#include "go_asm.h"
#include "textflag.h"

// Eight people at once, one in each of the eight numbers of 64 bits that a register has. What each routine computes is said, and done once more, by its plain counterpart in Go;
// the comments here are its expressions.
//
// Register usage common to all: CX counts the people who are left, R12 is the place of the first of the eight, K7 says which of the eight there are,
// Z16 and higher hold what does not change.

// MIXERS fills the registers that MIX needs.
#define MIXERS \
	MOVQ $0x3c79ac492ba7b653, R13; VPBROADCASTQ R13, Z30 \
	MOVQ $0x1c69b3f74ac4ae35, R13; VPBROADCASTQ R13, Z31

// MIX makes children out of the numbers that stand for them: quantity.Children.First.
#define MIX(x, scratch) \
	VPSRLQ $27, x, scratch; VPXORQ scratch, x, x; VPMULLQ Z30, x, x \
	VPSRLQ $33, x, scratch; VPXORQ scratch, x, x; VPMULLQ Z31, x, x \
	VPSRLQ $27, x, scratch; VPXORQ scratch, x, x

// nextChild is the step from one child to the next in package quantity; the k-th child, from 0 on, is k+1 steps away.
#define nextChild 0x9e3779b97f4a7c15

#define EVERYWHERE(number, in) MOVQ number, R13; VPBROADCASTQ R13, in

// THERE sets K7 to the eight, or to those of them that are left.
#define THERE \
	MOVL $8, R13; CMPQ CX, R13; CMOVQLT CX, R13 \
	MOVL $0xff, BX; BZHIL R13, BX, BX; KMOVB BX, K7

DATA evenPlaces<>+0(SB)/8, $0x0000000200000000
DATA evenPlaces<>+8(SB)/8, $0x0000000600000004
DATA evenPlaces<>+16(SB)/8, $0x0000000a00000008
DATA evenPlaces<>+24(SB)/8, $0x0000000e0000000c
DATA evenPlaces<>+32(SB)/8, $0x0000001200000010
DATA evenPlaces<>+40(SB)/8, $0x0000001600000014
DATA evenPlaces<>+48(SB)/8, $0x0000001a00000018
DATA evenPlaces<>+56(SB)/8, $0x0000001e0000001c
GLOBL evenPlaces<>(SB), RODATA|NOPTR, $64

DATA evens<>+0(SB)/8, $0
DATA evens<>+8(SB)/8, $2
DATA evens<>+16(SB)/8, $4
DATA evens<>+24(SB)/8, $6
DATA evens<>+32(SB)/8, $8
DATA evens<>+40(SB)/8, $10
DATA evens<>+48(SB)/8, $12
DATA evens<>+56(SB)/8, $14
GLOBL evens<>(SB), RODATA|NOPTR, $64

// UPTO8 adds to each of the eight what those before it have. Z15 is 0.
#define UPTO8(x, scratch) \
	VALIGNQ $7, Z15, x, scratch; VPADDQ scratch, x, x \
	VALIGNQ $6, Z15, x, scratch; VPADDQ scratch, x, x \
	VALIGNQ $4, Z15, x, scratch; VPADDQ scratch, x, x

// PEOPLE works out how many people the work carried is: about, and then exactly, as that is off by one at most. Z31 is the work that is worth as many people as the limit, which Z23 is,
// Z24 their ratio, and Z30 is 1.
#define PEOPLE(carried, people, scratch, also) \
	VCVTQQ2PD carried, scratch; VMULPD Z24, scratch, scratch; VCVTTPD2QQ scratch, people \
	VPMULLQ Z23, carried, scratch; VPMULLQ Z31, people, also; VPSUBQ also, scratch, scratch \
	VPCMPQ $1, Z15, scratch, K1; VPSUBQ Z30, people, K1, people \
	VPCMPQ $5, Z31, scratch, K1; VPADDQ Z30, people, K1, people

// SIXTEENTHS fills the registers that the next three need, which work with sixteen weeks.
#define SIXTEENTHS \
	VMOVDQU32 evenPlaces<>(SB), Z19 \
	MOVL $1, R13; VPBROADCASTD R13, Z18; VPADDD Z19, Z18, Z18 \
	MOVL $15, R13; VPBROADCASTD R13, Z17 \
	VPXORQ Z15, Z15, Z15

// THERE16 is THERE, for sixteen.
#define THERE16 \
	MOVL $16, R13; CMPQ CX, R13; CMOVQLT CX, R13 \
	MOVL $0xffff, BX; BZHIL R13, BX, BX; KMOVW BX, K7

// FREED parts what is in turn: places of people in work and of unemployed ones.
#define FREED(at, further, inWork, unemployed) \
	VMOVDQU32 at, inWork; VMOVDQA32 inWork, unemployed \
	VPERMT2D further, Z19, inWork; VPERMT2D further, Z18, unemployed

// UPTO16 adds to each of the sixteen what those before it have.
#define UPTO16(x, scratch) \
	VALIGND $15, Z15, x, scratch; VPADDD scratch, x, x \
	VALIGND $14, Z15, x, scratch; VPADDD scratch, x, x \
	VALIGND $12, Z15, x, scratch; VPADDD scratch, x, x \
	VALIGND $8, Z15, x, scratch; VPADDD scratch, x, x

// ACROSS makes the first of the sixteen the sum, or whatever else the operation makes, of all.
#define ACROSS(operation, z, scratchY, scratchX, y, x) \
	VEXTRACTI64X4 $1, z, scratchY; operation scratchY, y, y \
	VEXTRACTI128 $1, y, scratchX; operation scratchX, x, x \
	VPSHUFD $0x4e, x, scratchX; operation scratchX, x, x \
	VPSHUFD $0xb1, x, scratchX; operation scratchX, x, x

DATA counting<>+0(SB)/8, $0
DATA counting<>+8(SB)/8, $1
DATA counting<>+16(SB)/8, $2
DATA counting<>+24(SB)/8, $3
DATA counting<>+32(SB)/8, $4
DATA counting<>+40(SB)/8, $5
DATA counting<>+48(SB)/8, $6
DATA counting<>+56(SB)/8, $7
GLOBL counting<>(SB), RODATA|NOPTR, $64

DATA upToThis<>+0(SB)/8, $0x01
DATA upToThis<>+8(SB)/8, $0x03
DATA upToThis<>+16(SB)/8, $0x07
DATA upToThis<>+24(SB)/8, $0x0f
DATA upToThis<>+32(SB)/8, $0x1f
DATA upToThis<>+40(SB)/8, $0x3f
DATA upToThis<>+48(SB)/8, $0x7f
DATA upToThis<>+56(SB)/8, $0xff
GLOBL upToThis<>(SB), RODATA|NOPTR, $64

DATA places<>+0(SB)/4, $0
DATA places<>+4(SB)/4, $1
DATA places<>+8(SB)/4, $2
DATA places<>+12(SB)/4, $3
DATA places<>+16(SB)/4, $4
DATA places<>+20(SB)/4, $5
DATA places<>+24(SB)/4, $6
DATA places<>+28(SB)/4, $7
DATA places<>+32(SB)/4, $8
DATA places<>+36(SB)/4, $9
DATA places<>+40(SB)/4, $10
DATA places<>+44(SB)/4, $11
DATA places<>+48(SB)/4, $12
DATA places<>+52(SB)/4, $13
DATA places<>+56(SB)/4, $14
DATA places<>+60(SB)/4, $15
GLOBL places<>(SB), RODATA|NOPTR, $64

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
	VPMULLQ counting<>(SB), Z26, Z0
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
	VPCMPUQ.BCST $6, (BX), Z0, K7, K1
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
	VPMULLQ counting<>(SB), Z26, Z25           // i × nextChild
	VPSLLQ $3, Z26, Z26
	VMOVDQU64 upToThis<>(SB), Z24
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
	VPCMPUQ $1, Z28, Z3, K7, K2                // willing.Mask(at.Bits() >> 32)
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

// PLACES fills the registers that NOTE and ONWARD need. NOTE writes the places of some of the eight to the end of a list; ONWARD goes to the next eight.
#define PLACES \
	VMOVDQU32 places<>(SB), Y17 \
	MOVL $8, R13; VPBROADCASTD R13, Y15
#define NOTE(which, list, length) \
	VPCOMPRESSD Y17, which, Y11; VMOVDQU32 Y11, (list)(length*4) \
	KMOVB which, BX; POPCNTL BX, BX; ADDQ BX, length
#define ONWARD VPADDD Y15, Y17, Y17

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
	EVERYWHERE($12, Z19)
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
	VPCMPUQ $1, Z29, Z2, K7, K1                // l.starts.Mask(at.Bits())

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
	VPCMPUQ $1, Z28, Z6, K1, K3                // lasting
	VPMULUDQ Z19, Z3, Z6                       // twelvefold
	VPSRLQ $32, Z6, Z7
	VPADDQ Z18, Z7, Z7                         // length
	VPBLENDMQ Z3, Z6, K3, Z8
	VPANDQ Z20, Z8, Z8
	VPCMPUQ $1, Z27, Z8, K1, K4
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
	VPCMPUQ $1, Z26, Z5, K1, K4
	VPORQ Z12, Z9, K4, Z9

known:
	VPSLLQ $(8*ahead_search), Z4, Z5
	VPSLLQ $(8*ahead_job), Z7, Z7
	VPSLLQ $(8*ahead_course), Z9, Z9
	VPORQ Z5, Z2, Z2
	VPTERNLOGQ $0xfe, Z7, Z9, Z2
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
	EVERYWHERE($13, Z24)
	EVERYWHERE($26, Z23)
	EVERYWHERE($52, Z22)
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
	VPCMPUQ $1, Z29, Z4, K3
	VPORQ Z26, Z7, K3, Z7
	VPCMPQ $1, Z7, Z6, K3                      // jobFirst
	VPSRLQ $(8*ahead_search), Z1, Z3
	VPANDQ Z21, Z3, Z3                         // p.search
	VPMINSQ Z6, Z7, Z4
	VPADDQ Z3, Z4, Z4
	VPADDQ Z4, Z4, Z4
	VPADDQ Z18, Z4, K3, Z4                     // frees
	VPANDQ Z21, Z1, Z5                         // p.frees
	VPCMPUQ $0, Z20, Z5, K3, K3                // again
	VMOVDQA64 Z20, K3, Z4
	VPSRLQ $(8*ahead_course), Z1, Z1
	VPSLLQ $(8*ahead_course), Z1, Z1           // p.course
	VPCMPQ $1, Z23, Z6, K3
	VPSUBQ Z16, Z1, K3, Z1
	VPCMPQ $1, Z22, Z6, K3
	VPSUBQ Z16, Z1, K3, Z1
	VPSLLQ $(8*ahead_search), Z3, Z3
	VPSLLQ $(8*ahead_job), Z6, Z6
	VPTERNLOGQ $0xfe, Z4, Z3, Z1
	VPORQ Z6, Z1, Z1
	VPSCATTERQQ Z1, K1, (DI)(Z25*8)
	NOTE(K2, R9, R11)
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, unknowns+48(FP)
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
	EVERYWHERE($12, Z20)
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
	VPCMPUQ $1, Z27, Z0, K7, K1
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
	VPCMPUQ $5, Z29, Z0, K2
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
	VPCMPUQ $6, Z20, Z2, K2
	VPSLLQ $6, Z21, Z5
	VPADDQ Z5, Z3, K2, Z3                      // cohort[lasting][lag]
	VPSLLQ $16, Z8, Z8
	VPSLLQ $32, Z3, Z3
	VPSLLQ $48, Z0, Z0
	VPORQ Z8, Z1, Z1
	VPTERNLOGQ $0xfe, Z0, Z3, Z1
	VPCOMPRESSQ Z1, K1, Z1
	VMOVDQU64 Z1, (R9)(R11*8)
	VPCMPUQ $1, Z29, Z4, K1, K2
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
	VPCMPUQ $1, Z26, Z1, K7, K1                // whether what follows is within the time looked at
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
	VCMPPS $1, Y3, Y4, K1, K1
	VCMPPS $6, Y23, Y2, K1, K1                 // those who are calm
	KANDNB K7, K1, K2
	NOTE(K2, R9, R11)
	ONWARD
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, ret+64(FP)
	RET

// func roomInEights(joined, freed, capacity *int32, weeks, caseload int) int
TEXT ·roomInEights(SB), NOSPLIT, $0-48
	MOVQ joined+0(FP), SI
	MOVQ freed+8(FP), DI
	MOVQ capacity+16(FP), R8
	MOVQ weeks+24(FP), CX
	VPBROADCASTD caseload+32(FP), Z16
	SIXTEENTHS
	XORL R12, R12
sixteen:
	THERE16
	FREED((DI)(R12*8), 64(DI)(R12*8), Z0, Z1)
	VPADDD Z1, Z0, Z0
	UPTO16(Z0, Z1)
	VPSUBD Z0, Z16, Z1                         // caseload
	VPADDD (SI)(R12*4), Z1, Z1
	VPCMPD $6, (R8)(R12*4), Z1, K7, K1         // caseload+int(line) > int(capacity[k])
	KORTESTW K1, K1
	JNZ full
	VPERMD Z0, Z17, Z0
	VPSUBD Z0, Z16, Z16
	ADDQ $16, R12
	SUBQ $16, CX
	JGT sixteen
	VZEROUPPER
	MOVQ weeks+24(FP), AX
	MOVQ AX, ret+40(FP)
	RET
full:
	KMOVW K1, BX
	TZCNTL BX, BX
	ADDQ BX, R12
	VZEROUPPER
	MOVQ R12, ret+40(FP)
	RET

// func passInEights(joined, freed *int32, quarters *quarter, number, line, caseload int) (end int)
TEXT ·passInEights(SB), NOSPLIT, $0-56
	MOVQ joined+0(FP), SI
	MOVQ freed+8(FP), DI
	MOVQ quarters+16(FP), R8
	MOVQ number+24(FP), CX
	MOVQ line+32(FP), DX
	VPBROADCASTD caseload+40(FP), Z16
	SIXTEENTHS
	MOVL $0x1fff, R13
	KMOVW R13, K7                              // the thirteen weeks of a quarter

quarter:
	FREED((DI), 64(DI), Z0, Z1)
	VPADDD Z1, Z0, K7, Z0
	VMOVDQA32.Z Z0, K7, Z0
	VMOVDQA32.Z Z1, K7, Z1                     // unemployed
	UPTO16(Z0, Z2)
	VPSUBD Z0, Z16, Z3
	VPADDD.Z (SI), Z3, K7, Z3                  // now
	VPERMD Z0, Z17, Z0
	VPSUBD Z0, Z16, Z16
	VMOVDQA64 Z3, Z4
	ACROSS(VPADDD, Z1, Y5, X5, Y1, X1)
	ACROSS(VPADDD, Z3, Y5, X5, Y3, X3)
	ACROSS(VPMAXSD, Z4, Y5, X5, Y4, X4)
	VMOVD X1, AX
	ADDQ AX, quarter_leftUnemployed(R8)
	VMOVD X3, AX
	ADDQ AX, quarter_caseloadWeeks(R8)
	VMOVD X4, AX
	ADDQ AX, quarter_peakCaseload(R8)
	MOVLQSX (4*(const_WeeksPerQuarter-1))(SI), AX
	MOVQ AX, BX
	SUBQ DX, AX
	MOVQ BX, DX
	ADDQ AX, quarter_engagements(R8)
	ADDQ AX, quarter_willing(R8)
	ADDQ $(4*const_WeeksPerQuarter), SI
	ADDQ $(8*const_WeeksPerQuarter), DI
	ADDQ $quarter__size, R8
	DECQ CX
	JNZ quarter
	VMOVD X16, AX
	MOVLQSX AX, AX
	ADDQ DX, AX
	VZEROUPPER
	MOVQ AX, end+48(FP)
	RET

// func carryInEights(changes *change, changed *bool, capacity *int32, quarters *quarter, worth *worth, number int, fullTime int64)
TEXT ·carryInEights(SB), NOSPLIT, $0-56
	MOVQ changes+0(FP), SI
	MOVQ changed+8(FP), DI
	MOVQ capacity+16(FP), R8
	MOVQ quarters+24(FP), R9
	MOVQ worth+32(FP), R10
	VPBROADCASTQ fullTime+48(FP), Z31
	EVERYWHERE($1, Z30)
	VPADDQ counting<>(SB), Z30, Z29            // 1 to 8
	EVERYWHERE($7, Z28)
	EVERYWHERE($4, Z27)
	VMOVDQU64 evens<>(SB), Z26
	VPADDQ Z30, Z26, Z25
	VPXORQ Z15, Z15, Z15
	MOVL $0x1f, R13
	KMOVB R13, K6                              // the last five weeks of a quarter
	MOVL $0x03, R13
	KMOVB R13, K5                              // the change of its last week
	XORL R11, R11                              // w.carried
	XORL BX, BX                                // w.rise
	XORL CX, CX                                // the quarter

quarter:
	VBROADCASTSD worth_people(R10), Z24
	VPBROADCASTQ worth_limit(R10), Z23
	CMPB (DI)(CX*1), $0
	JNE changes
	TESTQ BX, BX
	JNE rising

	MOVQ R11, AX                               // nothing changes
	MULQ worth_rounded(R10)
	IMUL3Q $const_WeeksPerQuarter, DX, R13
	MOVL $0x7fffffff, AX
	CMPQ DX, AX
	CMOVQGT AX, DX
	VPBROADCASTD DX, Z0
	VMOVDQU32 Z0, (R8)
	JMP next

rising:
	VPBROADCASTQ R11, Z0
	VPBROADCASTQ BX, Z1
	VPMULLQ Z29, Z1, Z2
	VPADDQ Z2, Z0, Z0
	VPSLLQ $3, Z1, Z1
	VPADDQ Z0, Z1, Z1
	IMUL3Q $const_WeeksPerQuarter, BX, AX
	ADDQ AX, R11
	JMP people

changes:
	MOVB $0, (DI)(CX*1)
	VMOVDQU64 (SI), Z0
	VMOVDQA64 Z0, Z2
	VPERMT2Q 64(SI), Z26, Z0                   // changes[i].carried
	VPERMT2Q 64(SI), Z25, Z2                   // changes[i].rise
	VMOVDQU64.Z 192(SI), K5, Z4
	VMOVDQU64 128(SI), Z1
	VMOVDQA64 Z1, Z3
	VPERMT2Q Z4, Z26, Z1
	VPERMT2Q Z4, Z25, Z3
	VMOVDQU64 Z15, (SI)
	VMOVDQU64 Z15, 64(SI)
	VMOVDQU64 Z15, 128(SI)
	VMOVDQU64 Z15, K5, 192(SI)
	UPTO8(Z2, Z4)
	VPBROADCASTQ BX, Z4
	VPADDQ Z4, Z2, Z2
	UPTO8(Z3, Z4)
	VPERMQ Z2, Z28, Z4
	VPADDQ Z4, Z3, Z3                          // w.rise
	VPADDQ Z2, Z0, Z0
	UPTO8(Z0, Z4)
	VPBROADCASTQ R11, Z4
	VPADDQ Z4, Z0, Z0
	VPADDQ Z3, Z1, Z1
	UPTO8(Z1, Z4)
	VPERMQ Z0, Z28, Z4
	VPADDQ Z4, Z1, Z1                          // w.carried
	VPERMQ Z3, Z27, Z3
	VMOVQ X3, BX
	VPERMQ Z1, Z27, Z3
	VMOVQ X3, R11

people:
	PEOPLE(Z0, Z2, Z4, Z5)
	PEOPLE(Z1, Z3, Z4, Z5)
	VPMOVSQD Z2, (R8)
	VPMOVSQD Z3, 32(R8)
	VPADDQ Z3, Z2, K6, Z2
	VEXTRACTI64X4 $1, Z2, Y3
	VPADDQ Y3, Y2, Y2
	VEXTRACTI128 $1, Y2, X3
	VPADDQ X3, X2, X2
	VPSHUFD $0x4e, X2, X3
	VPADDQ X3, X2, X2
	VMOVQ X2, R13

next:
	ADDQ R13, quarter_capacityWeeks(R9)
	ADDQ $(const_WeeksPerQuarter*change__size), SI
	ADDQ $(const_WeeksPerQuarter*4), R8
	INCQ CX
	XORL AX, AX
	MOVL $worth__size, DX
	TESTQ $(const_QuartersPerYear-1), CX
	CMOVQEQ DX, AX
	ADDQ AX, R10                               // the next year
	ADDQ $quarter__size, R9
	CMPQ CX, number+40(FP)
	JLT quarter
	VZEROUPPER
	RET

// func holdInEights(weeks *staffed, number int, heads, losses int32, calm float32)
TEXT ·holdInEights(SB), NOSPLIT, $0-28
	MOVQ weeks+0(FP), DI
	MOVQ number+8(FP), CX
	MOVL heads+16(FP), AX
	MOVL losses+20(FP), BX
	MOVL calm+24(FP), DX
	MOVL $0x2492, R13                          // the second of every three
	KMOVW R13, K1
	MOVL $0x4924, R13                          // the third
	KMOVW R13, K2
	VPBROADCASTD AX, Z0                        // sixteen weeks have three times sixteen numbers, in turn
	VPBROADCASTD BX, K1, Z0
	VPBROADCASTD DX, K2, Z0
	VPBROADCASTD BX, Z1
	VPBROADCASTD DX, K1, Z1
	VPBROADCASTD AX, K2, Z1
	VPBROADCASTD DX, Z2
	VPBROADCASTD AX, K1, Z2
	VPBROADCASTD BX, K2, Z2
sixteen:
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z1, 64(DI)
	VMOVDQU64 Z2, 128(DI)
	ADDQ $192, DI
	SUBQ $const_heldAtOnce, CX
	JGT sixteen
	VZEROUPPER
	RET

// func endInEights(freed *int32, weeks int) (left, longer int)
TEXT ·endInEights(SB), NOSPLIT, $0-32
	MOVQ freed+0(FP), DI
	MOVQ weeks+8(FP), CX
	SIXTEENTHS
	VPBROADCASTD CX, Z16
	VPSUBD places<>(SB), Z16, Z16              // how many weeks there are from this one on
	MOVL $16, R13
	VPBROADCASTD R13, Z14
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
sixteen:
	THERE16
	FREED((DI), 64(DI), Z0, Z1)
	VPADDD Z1, Z3, K7, Z3
	VPADDD Z1, Z0, Z0
	VPMULLD Z16, Z0, Z0
	VPADDD Z0, Z2, K7, Z2
	VPSUBD Z14, Z16, Z16
	ADDQ $128, DI
	SUBQ $16, CX
	JGT sixteen
	ACROSS(VPADDD, Z3, Y5, X5, Y3, X3)
	ACROSS(VPADDD, Z2, Y5, X5, Y2, X2)
	VMOVD X3, AX
	MOVQ AX, left+16(FP)
	VMOVD X2, AX
	MOVQ AX, longer+24(FP)
	VZEROUPPER
	RET

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
	VCMPPD $1, Z26, Z1, K1
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
	VCMPPD $1, Z28, Z1, K7, K2
	VCMPPD $6, Z13, Z1, K7, K3
	KORB K3, K2, K2
	VCMPPD $1, Z16, Z5, K2, K2                 // those so near to a whole number
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
