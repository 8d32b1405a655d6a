#include "go_asm.h"
#include "textflag.h"

// Eight outcomes at once, one in each of the eight numbers of 64 bits that a register has. What a routine does is said, and done once more, by its plain counterpart in Go, whose expressions are
// the comments here. CX counts the outcomes that are left, R12 is the place of the first of the eight, and K7 says which of them there are.

#define LESS $1
#define NOTLESS $5

// EVERYWHERE puts a number in all places of a register.
#define EVERYWHERE(number, in) MOVQ number, R13; VPBROADCASTQ R13, in

// THERE sets K7 to the eight, or to those of them that are left. It writes BX and R13.
#define THERE \
	MOVL $8, R13; CMPQ CX, R13; CMOVQLT CX, R13 \
	MOVL $0xff, BX; BZHIL R13, BX, BX; KMOVB BX, K7

// MIX makes children out of the numbers that stand for them: quantity.Children.First.
#define MIX(x, scratch) \
	VPSRLQ $27, x, scratch; VPXORQ scratch, x, x; VPMULLQ Z30, x, x \
	VPSRLQ $33, x, scratch; VPXORQ scratch, x, x; VPMULLQ Z31, x, x \
	VPSRLQ $27, x, scratch; VPXORQ scratch, x, x

// func siftInEights(before *outcome, number int, now *outcome, reached *int16, end int, kept uint64) (n int)
TEXT ·siftInEights(SB), NOSPLIT, $0-56
	MOVQ before+0(FP), SI
	MOVQ number+8(FP), CX
	MOVQ now+16(FP), DI
	MOVQ reached+24(FP), R8
	VPBROADCASTQ end+32(FP), Z31
	VPBROADCASTQ kept+40(FP), Z30
	EVERYWHERE($const_sizeOfMilestones, Z29)
	EVERYWHERE($0xffff, Z28)
	XORL DX, DX                                // n
	XORL R12, R12

eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0
	VPMULUDQ Z29, Z0, Z1                       // the lower half is the person
	KMOVB K7, K1
	VPXORQ Z2, Z2, Z2
	VPGATHERQQ (R8)(Z1*1), K1, Z2
	VPANDQ Z28, Z2, Z2                         // week
	VPCMPUQ LESS, Z31, Z2, K7, K1
	VPANDQ Z30, Z0, Z0
	VPSLLQ $(8*outcome_week), Z2, Z2
	VPORQ Z2, Z0, Z0                           // x
	VPCOMPRESSQ Z0, K1, Z0
	VMOVDQU64 Z0, (DI)(DX*8)
	KMOVB K1, BX
	POPCNTL BX, BX
	ADDQ BX, DX
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ DX, n+48(FP)
	RET

// func decideInEights(reached *outcome, number int, positions *int32, place quantity.Address, event, unevidenced uint64)
TEXT ·decideInEights(SB), NOSPLIT, $0-48
	MOVQ reached+0(FP), SI
	MOVQ number+8(FP), CX
	MOVQ positions+16(FP), R8
	EVERYWHERE($0x3c79ac492ba7b653, Z30)
	EVERYWHERE($0x1c69b3f74ac4ae35, Z31)
	EVERYWHERE($0x9e3779b97f4a7c15, Z28)       // the k-th child, from 0 on, is k+1 such steps away
	EVERYWHERE($const_sizeOfMilestones, Z29)
	VPBROADCASTQ place+24(FP), Z27
	VPADDQ Z28, Z27, Z27                       // place.Children(0)
	VPBROADCASTQ event+32(FP), Z26
	VPMULLQ Z28, Z26, Z26
	VPADDQ Z28, Z26, Z26
	VPBROADCASTQ unevidenced+40(FP), Z25
	EVERYWHERE($(1<<(8*outcome_unevidenced)), Z24)
	XORL R12, R12

eight:
	THERE
	VMOVDQU64 (SI)(R12*8), Z0                  // x
	VPMULUDQ Z29, Z0, Z1                       // the lower half is the person
	KMOVB K7, K1
	VPXORQ Z2, Z2, Z2
	VPGATHERQQ (R8)(Z1*1), K1, Z2
	VPSLLQ $16, Z2, Z3
	VPSRAQ $48, Z3, Z3                         // p.Referred
	VPSLLQ $32, Z2, Z2
	VPSRAQ $32, Z2, Z2                         // p.Position
	VPMULLQ Z28, Z3, Z3
	VPADDQ Z27, Z3, Z3
	MIX(Z3, Z4)                                // place.At(uint64(p.Referred))
	VPMULLQ Z28, Z2, Z2
	VPADDQ Z28, Z2, Z2
	VPADDQ Z3, Z2, Z2
	MIX(Z2, Z4)                                // and .At(uint64(p.Position))
	VPADDQ Z26, Z2, Z2
	MIX(Z2, Z4)                                // and .At(uint64(event))
	VPCMPUQ NOTLESS, Z25, Z2, K7, K1
	VPORQ Z24, Z0, K1, Z0                      // x.unevidenced = 1
	VMOVDQU64 Z0, K7, (SI)(R12*8)
	ADDQ $8, R12
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	RET
