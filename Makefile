# The commands of the course. Each one sets up what it needs; nothing is done twice.
#   make book      execute and render the book           make lab    JupyterLab on the exercises
#   make test      test everything but the numbers       make grade  grade the hand-ins, or samples
#   make evidence  measure the claims of the book again  make bench  race the training loops
#   make pins      move to newer packages                make bench-grading  race the graders
#   make numbers   does every number come again?         make elsewhere      as on an older processor?

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

SUITABLE := import sys; sys.exit(not (3, 11, 4) <= sys.version_info[:3] < (3, 14))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c "$(SUITABLE)" 2>/dev/null && echo $$python && break; done)
PYTHON3 = $(or $(PYTHON),python3)
CONSTRAINTS := constraints.txt
EXTRAS := torch,tensorflow,book,grading,postgresql,bench,dev
# Kernels leave what TensorFlow's C++ code logs in the terminal, out of the notebooks' outputs.
KERNEL := c.IPKernelApp.capture_fd_output = False; c.IPKernelApp.log_level = 40
READY := .venv/.installed
BOOK := _build/.book
INDEX := _build/html/index.html

# nbgrader looks its tools up on the PATH.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export TF_CPP_MIN_LOG_LEVEL := 3

# What a chapter's numbers come from, apart from its own text.
CODE := $(shell find cnncourse -name '*.py' -not -path 'cnncourse/grading/*' -not -name cli.py)
EVIDENCE := $(wildcard book/evidence/*.json)
PAGES := _config.yml _toc.yml $(shell find book -type f -not -path '*/__pycache__/*')
SOLUTIONS := $(wildcard solutions/*/*.ipynb)
FRAMEWORKS := pytorch tensorflow
EXERCISES := $(foreach path,$(SOLUTIONS),$(notdir $(patsubst %/,%,$(dir $(path)))))
SOLUTIONS_IN_BOTH := $(foreach name,$(FRAMEWORKS),$(SOLUTIONS:solutions/%=_build/solutions/$(name)/%))

# Numbers that come again, and alike in both frameworks: one device, one thread, and the kernels of
# oneDNN, which PyTorch uses on x86 anyway (without them the curves of the two drift apart).
REPEATABLE := $(BOOK) test numbers elsewhere grade evidence
$(REPEATABLE): export CUDA_VISIBLE_DEVICES := -1
$(REPEATABLE): export OMP_NUM_THREADS := 1
$(REPEATABLE): export TF_NUM_INTRAOP_THREADS := 1
$(REPEATABLE): export TF_NUM_INTEROP_THREADS := 1
$(REPEATABLE): export TF_ENABLE_ONEDNN_OPTS := 1
$(REPEATABLE): export PYTHONHASHSEED := 0

# Files below tests/ that are material: the doctests and nbval would execute them.
NO_TESTS := */conftest.py tests/exercises/*/* tests/*.ipynb tests/grading/attacks/*

WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
NBVAL := --nbval-cell-timeout 1800 --nbval-kernel-startup-timeout 600

.PHONY: help book test numbers elsewhere lint chromium sandbox postgresql picture lab \
	grade evidence bench bench-grading pins clean

help:
	@sed -n 's/^#   //p' Makefile

$(READY): pyproject.toml constraints.txt
	@$(PYTHON3) -c "$(SUITABLE)" 2>/dev/null || { echo "Python 3.11.4 or a later 3.11, 3.12" \
		"or 3.13 is needed, but $(PYTHON3) is $$($(PYTHON3) --version 2>&1):" \
		"make PYTHON=/path/to/python3"; exit 1; }
	@if [ ! -x .venv/bin/python ]; then \
		echo "Making .venv with $$($(PYTHON3) --version)"; $(PYTHON3) -m venv .venv; fi
	@echo "Installing the packages of $(CONSTRAINTS) (a minute or more, some gigabytes)"
	@.venv/bin/python setup/install_packages.py --constraint $(CONSTRAINTS) '.[$(EXTRAS)]'
	@.venv/bin/jupytext-config \
		--settings-file .venv/etc/jupyter/labconfig/default_setting_overrides.json \
		set-default-viewer markdown myst
	@mkdir -p .venv/etc/ipython && echo "$(KERNEL)" > .venv/etc/ipython/ipython_kernel_config.py
	@touch $@

book: $(BOOK)
	@echo "The book is built. Open file://$(CURDIR)/$(INDEX)"

# Jupyter's cache knows a chapter's code cells but not the package behind them.
_build/.code: $(CODE) $(EVIDENCE) constraints.txt
	@rm -rf _build/.jupyter_cache _build/.doctrees
	@mkdir -p _build && touch $@

# Without the removal a second run would find every page up to date and never repeat its warnings.
$(BOOK): $(READY) _build/.code $(PAGES)
	@echo "Executing and rendering the book"
	@.venv/bin/jupyter-book build . -W -n --keep-going || { rm -rf _build/.doctrees; exit 1; }
	@touch $@

# One worker more than there are cores, as some tests only wait: for a kernel, or for a time limit.
# The doctests come last: they take a moment each, so that no worker is left with a long file.
test: lint $(BOOK) chromium sandbox postgresql
	@echo "Testing the package, the exercises, the graders and the book"
	@.venv/bin/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder \
		--durations 10 --doctest-modules $(NO_TESTS:%=--ignore-glob '%') tests cnncourse book/_ext setup

# The pages are executed again, strictly: every printed output has to come as the reader sees it.
# nbval leaves the bytes of images aside; chapters assert the numbers that their figures show.
# Then the solutions, and the first steps of every stored claim.
numbers: $(BOOK) $(SOLUTIONS_IN_BOTH)
	@echo "Executing the pages a second time, and the solutions"
	@.venv/bin/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --durations 10 \
		--nbval $(NBVAL) --nbval-sanitize-with tests/book/sanitize.cfg _build/jupyter_execute
	@.venv/bin/pytest -n $(WORKERS) --maxprocesses 4 --dist loadfile --durations 10 \
		--nbval-lax $(NBVAL) $(SOLUTIONS_IN_BOTH)
	@.venv/bin/cnncourse evidence --check

# Other kernels round otherwise, and trainings part after some steps. What a page says, and asserts in
# its hidden cells, has to hold there, too; the printed digits need not come again.
elsewhere: $(BOOK)
	@echo "Executing the pages with the arithmetic of SSE 4.1"
	@ONEDNN_MAX_CPU_ISA=SSE41 ATEN_CPU_CAPABILITY=default .venv/bin/pytest -n 2 --nbval-lax \
		$(NBVAL) _build/jupyter_execute

lint: $(READY)
	@echo "Checking the style"
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .

# What the tests and the graders need beside Python packages; installed where it is missing.
chromium: $(READY)
	@.venv/bin/python tests/book/chromium.py
sandbox: $(READY)
	@.venv/bin/python tests/grading/get_bubblewrap.py
postgresql: $(READY)
	@.venv/bin/python tests/grading/get_postgresql.py

define SOLUTION_IN
_build/solutions/$(1)/%.ipynb: solutions/%.ipynb
	@mkdir -p $$(@D)
	@sed 's/^\( *"FRAMEWORK = \\"\)pytorch/\1$(1)/' $$< > $$@
endef
$(foreach name,$(FRAMEWORKS),$(eval $(call SOLUTION_IN,$(name))))

picture: $(BOOK)
	@.venv/bin/python tests/book/picture.py

lab: $(READY)
	@.venv/bin/jupyter lab --LabApp.default_url=/lab/tree/exercises \
		$(if $(filter 0,$(shell id -u)),--allow-root)

# Every exercise that was handed in; where nothing was, the samples of all. EXERCISE=name picks one.
HANDED_IN := $(sort $(filter $(EXERCISES),$(notdir $(wildcard submitted/*/*))))
grade: $(READY) sandbox
	@failed=0; for name in $(or $(EXERCISE),$(HANDED_IN),$(EXERCISES)); do \
		.venv/bin/cnncourse grade $$name $(if $(wildcard submitted/*),,--samples) || failed=1; \
	done; exit $$failed

evidence: $(READY)
	@.venv/bin/cnncourse evidence

# With all cores, unlike the targets above. IMAGES=folder names CIFAR-10 as train/<class>/*.jpg.
bench: $(READY)
	@mkdir -p _build
	@.venv/bin/cnncourse bench --plot _build/training_speed.svg $(if $(IMAGES),--images '$(IMAGES)')

# The stored measurement names its exercise; EXERCISE=name races on another one.
bench-grading: $(READY) sandbox
	@.venv/bin/cnncourse bench-grading $(EXERCISE)

# A build for one kind of machine, such as +cpu, has the version of the general one.
pins: $(READY)
	@.venv/bin/python setup/install_packages.py --upgrade '.[$(EXTRAS)]'
	@{ echo "# The exact versions that the tests ran with; \`make\` installs these."; \
		.venv/bin/python -m pip freeze --exclude-editable | sed 's/+.*//' | sort -f; } > constraints.txt

clean:
	rm -rf _build
