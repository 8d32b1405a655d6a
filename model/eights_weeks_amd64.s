#include "go_asm.h"
#include "textflag.h"
#include "eights_amd64.h"

// Sixteen weeks at once, in numbers of 32 bits, or eight in numbers of 64. What a routine computes is said, and done once more, by its plain counterpart in Go, whose expressions are
// the comments here.

// func carryInEights(changes *change, changed *bool, capacity *int32, quarters *quarter, worth *worth, number int, fullTime int64)
TEXT ·carryInEights(SB), NOSPLIT, $0-56
	MOVQ changes+0(FP), SI
	MOVQ changed+8(FP), DI
	MOVQ capacity+16(FP), R8
	MOVQ quarters+24(FP), R9
	MOVQ worth+32(FP), R10
	VPBROADCASTQ fullTime+48(FP), Z31
	EVERYWHERE($1, Z30)
	BYTES(UPTOSEVEN, X29, Z29)
	VPADDQ Z29, Z30, Z29                       // 1 to 8
	EVERYWHERE($7, Z28)
	VPADDQ Z30, Z28, Z22
	VPADDQ Z29, Z22, Z22                       // 9 to 16
	EVERYWHERE($4, Z27)
	BYTES($0x0e0c0a0806040200, X26, Z26)
	VPADDQ Z30, Z26, Z25
	VPXORQ Z15, Z15, Z15
	MOVL $0x1f, R13
	KMOVB R13, K6                              // the last five weeks of a quarter
	MOVL $0x03, R13
	KMOVB R13, K5                              // the change of its last week
	VPXORQ Z21, Z21, Z21                       // w.carried before the quarter
	VPXORQ Z20, Z20, Z20                       // w.rise
	XORL CX, CX                                // the quarter

quarter:
	VBROADCASTSD worth_people(R10), Z24
	VPBROADCASTQ worth_limit(R10), Z23
	VPMULLQ Z29, Z20, Z0
	VPMULLQ Z22, Z20, Z1
	VPADDQ Z21, Z0, Z0
	VPADDQ Z21, Z1, Z1                         // w.carried, if nothing changes
	CMPB (DI)(CX*1), $0
	JEQ people

	MOVB $0, (DI)(CX*1)                        // what changes is added up by itself, which need not wait for the quarters before
	VMOVDQU64 (SI), Z2
	VMOVDQA64 Z2, Z4
	VPERMT2Q 64(SI), Z26, Z2                   // changes[i].carried
	VPERMT2Q 64(SI), Z25, Z4                   // changes[i].rise
	VMOVDQU64.Z 192(SI), K5, Z6
	VMOVDQU64 128(SI), Z3
	VMOVDQA64 Z3, Z5
	VPERMT2Q Z6, Z26, Z3
	VPERMT2Q Z6, Z25, Z5
	VMOVDQU64 Z15, (SI)
	VMOVDQU64 Z15, 64(SI)
	VMOVDQU64 Z15, 128(SI)
	VMOVDQU64 Z15, K5, 192(SI)
	UPTO8(Z4, Z6)
	UPTO8(Z5, Z6)
	VPERMQ Z4, Z28, Z6
	VPADDQ Z6, Z5, Z5
	VPADDQ Z4, Z2, Z2
	UPTO8(Z2, Z6)
	VPADDQ Z5, Z3, Z3
	UPTO8(Z3, Z6)
	VPERMQ Z2, Z28, Z6
	VPADDQ Z6, Z3, Z3
	VPADDQ Z2, Z0, Z0
	VPADDQ Z3, Z1, Z1
	VPERMQ Z5, Z27, Z5
	VPADDQ Z5, Z20, Z20

people:
	VPERMQ Z1, Z27, Z21
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

// func holdInEights(weeks *staffed, number int, losses int32, calm float32)
TEXT ·holdInEights(SB), NOSPLIT, $0-24
	MOVQ weeks+0(FP), DI
	MOVQ number+8(FP), CX
	MOVL losses+16(FP), AX
	MOVL calm+20(FP), BX
	SHLQ $32, BX
	ORQ AX, BX
	VPBROADCASTQ BX, Z0
sixteen:
	VMOVDQU64 Z0, (DI)
	VMOVDQU64 Z0, 64(DI)
	ADDQ $128, DI
	SUBQ $const_heldAtOnce, CX
	JGT sixteen
	VZEROUPPER
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
	VPCMPD MORE, (R8)(R12*4), Z1, K7, K1         // caseload+int(line) > int(capacity[k])
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

// func endInEights(freed *int32, weeks int) (left, longer int)
TEXT ·endInEights(SB), NOSPLIT, $0-32
	MOVQ freed+0(FP), DI
	MOVQ weeks+8(FP), CX
	SIXTEENTHS
	VPBROADCASTD CX, Z16
	SIXTEENBYTES(UPTOSEVEN, TOFIFTEEN, X0, Z0)
	VPSUBD Z0, Z16, Z16                        // how many weeks there are from this one on
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
