// Macros of the routines that take eight people, or sixteen weeks, at once.
//
// Where a routine goes through people or weeks, CX counts those who are left, R12 is the place of the first of the eight or sixteen, and K7 says which of them there are. R13 is scratch
// everywhere, and so is BX unless a routine says what it is. What stays the same through a loop is in registers from Z31 down. What else a macro needs or writes stands at it.

// Comparisons, and the operation of three numbers that sets a bit where any of them has it.
#define EQUAL $0
#define LESS $1
#define NOTLESS $5
#define MORE $6
#define ANY $0xfe

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

// EVERYWHERE puts a number in all places of a register. BYTES and SIXTEENBYTES put the bytes of one or two numbers in its eight or sixteen places, the lowest first; x and z are one register.
#define EVERYWHERE(number, in) MOVQ number, R13; VPBROADCASTQ R13, in
#define BYTES(number, x, z) MOVQ number, R13; VMOVQ R13, x; VPMOVZXBQ x, z
#define SIXTEENBYTES(number, next, x, z) \
	MOVQ number, R13; VMOVQ R13, x \
	MOVQ next, R13; VPINSRQ $1, R13, x, x; VPMOVZXBD x, z

// UPTOSEVEN and TOFIFTEEN are the numbers from 0 on, as bytes.
#define UPTOSEVEN $0x0706050403020100
#define TOFIFTEEN $0x0f0e0d0c0b0a0908

// THERE sets K7 to the eight, or to those of them that are left. It writes BX, and leaves their number in R13.
#define THERE \
	MOVL $8, R13; CMPQ CX, R13; CMOVQLT CX, R13 \
	MOVL $0xff, BX; BZHIL R13, BX, BX; KMOVB BX, K7

// UPTO8 adds to each of the eight what those before it have. Z15 is 0.
#define UPTO8(x, scratch) \
	VALIGNQ $7, Z15, x, scratch; VPADDQ scratch, x, x \
	VALIGNQ $6, Z15, x, scratch; VPADDQ scratch, x, x \
	VALIGNQ $4, Z15, x, scratch; VPADDQ scratch, x, x

// PEOPLE works out how many people the work carried is: about, and then exactly, as that is off by one at most. Z31 is the work that is worth as many people as the limit, which Z23 is,
// Z24 their ratio, Z30 is 1 and Z15 is 0. It writes K1.
#define PEOPLE(carried, people, scratch, also) \
	VCVTQQ2PD carried, scratch; VMULPD Z24, scratch, scratch; VCVTTPD2QQ scratch, people \
	VPMULLQ Z23, carried, scratch; VPMULLQ Z31, people, also; VPSUBQ also, scratch, scratch \
	VPCMPQ LESS, Z15, scratch, K1; VPSUBQ Z30, people, K1, people \
	VPCMPQ NOTLESS, Z31, scratch, K1; VPADDQ Z30, people, K1, people

// SIXTEENTHS fills the registers that work with sixteen weeks needs: Z18 and Z19 for FREED, Z15 (0) for UPTO16, and Z17 with the last place of all.
#define SIXTEENTHS \
	SIXTEENBYTES($0x0e0c0a0806040200, $0x1e1c1a1816141210, X19, Z19) \
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

// PLACES fills the registers that NOTE and ONWARD need: Y17 with the places of the eight and Y15 (so that UPTO8 and PEOPLE cannot be used beside them). NOTE writes the places of some of the eight to the end
// of a list, and Y11; ONWARD goes to the next eight.
#define PLACES \
	MOVQ UPTOSEVEN, R13; VMOVQ R13, X17; VPMOVZXBD X17, Y17 \
	MOVL $8, R13; VPBROADCASTD R13, Y15
#define NOTE(which, list, length) \
	VPCOMPRESSD Y17, which, Y11; VMOVDQU32 Y11, (list)(length*4) \
	KMOVB which, BX; POPCNTL BX, BX; ADDQ BX, length
#define ONWARD VPADDD Y15, Y17, Y17
