#include "go_asm.h"
#include "textflag.h"

// func drawInEights(cells *start, tables int, at Address, numbers *int32, unknown *int32) (unknowns int)
//
// Eight tables at once, one in each of the eight numbers of 64 bits that a register has; the comments are the expressions of Spread.drawSingly.
TEXT ·drawInEights(SB), NOSPLIT, $0-48
	MOVQ cells+0(FP), SI
	MOVQ tables+8(FP), CX
	MOVQ numbers+24(FP), DI
	MOVQ unknown+32(FP), R9
	XORL R11, R11                              // unknowns
	MOVQ $const_nextChild, R13
	VPBROADCASTQ R13, Z31
	VPBROADCASTQ at+16(FP), Z30
	VPADDQ Z31, Z30, Z30
	MOVQ $0x0706050403020100, R13
	VMOVQ R13, X0
	VPMOVZXBQ X0, Z0                           // i
	VPMULLQ Z0, Z31, Z1
	VPADDQ Z1, Z30, Z30                        // at.Children(i)
	VPSLLQ $3, Z31, Z31
	MOVQ $const_firstMixer, R13
	VPBROADCASTQ R13, Z29
	MOVQ $const_secondMixer, R13
	VPBROADCASTQ R13, Z28
	VPSLLQ $const_blockGuide, Z0, Z27          // where the cells of each table begin
	MOVL $(8<<const_blockGuide), R13
	VPBROADCASTQ R13, Z26
	VPMOVQD Z0, Y25                            // i
	MOVL $8, R13
	VPBROADCASTD R13, Y24

eight:
	MOVL $8, R13                               // those of the eight there are
	CMPQ CX, R13
	CMOVQLT CX, R13
	MOVL $0xff, BX
	BZHIL R13, BX, BX
	KMOVB BX, K7
	VPSRLQ $27, Z30, Z0                        // Children.First
	VPXORQ Z30, Z0, Z0
	VPMULLQ Z29, Z0, Z0
	VPSRLQ $33, Z0, Z1
	VPXORQ Z1, Z0, Z0
	VPMULLQ Z28, Z0, Z0
	VPSRLQ $27, Z0, Z1
	VPXORQ Z1, Z0, Z0                          // random
	VPADDQ Z31, Z30, Z30
	VPSRLQ $(64-const_blockGuide), Z0, Z1
	VPADDQ Z27, Z1, Z1
	VPADDQ Z26, Z27, Z27
	KMOVB K7, K1
	VPGATHERQQ (SI)(Z1*8), K1, Z2
	VPSRLQ $32, Z0, Z0
	VPMOVQD Z0, Y0
	VPMOVQD Z2, Y3                             // from.upTo
	VPCMPUD $5, Y3, Y0, K7, K2
	VPSRLQ $32, Z2, Z2
	VPMOVQD Z2, K7, (DI)
	ADDQ $32, DI
	VPCOMPRESSD Y25, K2, Y3
	VMOVDQU32 Y3, (R9)(R11*4)
	VPADDD Y24, Y25, Y25
	KMOVB K2, BX
	POPCNTL BX, BX
	ADDQ BX, R11
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	MOVQ R11, unknowns+40(FP)
	RET

// func sharesInEights(sums *uint64, number int, total float64)
TEXT ·sharesInEights(SB), NOSPLIT, $0-24
	MOVQ sums+0(FP), DI
	MOVQ number+8(FP), CX
	VBROADCASTSD total+16(FP), Z31
	MOVQ $0x43f0000000000000, R13              // 2^64
	VPBROADCASTQ R13, Z30
	MOVL $0xff, BX

eight:
	MOVL $8, R13                               // those of the eight there are
	CMPQ CX, R13
	CMOVQLT CX, R13
	BZHIL R13, BX, R13
	KMOVB R13, K7
	VMOVUPD.Z (DI), K7, Z0
	VDIVPD Z31, Z0, Z0
	VMULPD Z30, Z0, Z0
	VCVTTPD2UQQ Z0, Z0                         // all bits where it is too large
	VMOVDQU64 Z0, K7, (DI)
	ADDQ $64, DI
	SUBQ $8, CX
	JGT eight
	VZEROUPPER
	RET
