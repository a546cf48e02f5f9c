"""What the program costs, as a whole process, beside other programs that answer the same question.

python -m benchmarks          measures, and writes docs/performance.md
python -m benchmarks.start    says whether the start of the program keeps its bounds
"""
